import { expect, it } from 'vitest'
import { describeRedis, wordOutage } from '../../../src/adapters/redis/outage.ts'

it.each([
  { given: 'redis://ann:secret@cache', told: 'Redis at cache:6379' },
  { given: 'rediss://:secret@[::1]:6380/2', told: 'Redis at [::1]:6380' },
])('$given is $told', ({ given, told }) => expect(describeRedis(given)).toBe(told))

it.each([
  {
    error: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
    told: "can't be reached (ECONNREFUSED)",
  },
  {
    error: new Error('WRONGPASS invalid username-password pair'),
    told: 'refuses the user or the password; correct them in REDIS_URL',
  },
  {
    error: new Error('Ready check failed: NOAUTH Authentication required.'),
    told: 'refuses the user or the password; correct them in REDIS_URL',
  },
  { error: new Error('NOPERM no channel'), told: 'refuses what it is asked for (NOPERM no channel)' },
  { error: new Error('Command timed out'), told: 'gives no answer' },
  { error: new Error("Socket timeout. Expecting data, but didn't receive any in 1000ms."), told: 'gives no answer' },
  { error: new Error('something else'), told: "can't be reached (something else)" },
  { error: 'odd', told: "can't be reached (odd)" },
])('$error is told as: $told', ({ error, told }) => expect(wordOutage(error)).toBe(told))
