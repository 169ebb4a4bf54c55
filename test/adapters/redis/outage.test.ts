import { expect, it } from 'vitest'
import { describeRedis, wordOutage } from '../../../src/adapters/redis/outage.ts'

it.each([
  { given: 'redis://ann:secret@cache', told: 'Redis at cache:6379' },
  { given: 'rediss://:secret@[::1]:6380/2', told: 'Redis at [::1]:6380' },
])('$given is $told', ({ given, told }) => expect(describeRedis(given)).toBe(told))

it.each([
  {
    error: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
    told: 'ECONNREFUSED',
  },
  {
    error: new Error('WRONGPASS invalid username-password pair'),
    told: 'it refuses the user or the password; correct them in REDIS_URL',
  },
  {
    error: new Error('Ready check failed: NOAUTH Authentication required.'),
    told: 'it refuses the user or the password; correct them in REDIS_URL',
  },
  { error: new Error('NOPERM no channel'), told: 'it refuses what it is asked for (NOPERM no channel)' },
  { error: new Error('Command timed out'), told: 'no answer within 1 s' },
  { error: new Error("Socket timeout. Expecting data, but didn't receive any in 1000ms."), told: 'no answer within 1 s' },
  { error: new Error('something else'), told: 'something else' },
  { error: 'odd', told: 'odd' },
])('$error is told as: $told', ({ error, told }) => expect(wordOutage(error)).toBe(told))
