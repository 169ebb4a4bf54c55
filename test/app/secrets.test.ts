import { expect, it } from 'vitest'
import { secretsOf } from '../../src/app/secrets.ts'
import { readSettings, secretNames } from '../../src/settings.ts'
import { scrub } from '../../src/core/scrub.ts'
import { secretSettings, settingSecrets } from '../support/planted-secrets.ts'

function secretsIn(env: NodeJS.ProcessEnv): readonly string[] {
  const read = readSettings(env)
  if ('problem' in read) throw new Error(read.problem)
  return secretsOf(read.settings, env)
}

it('knows every secret of the settings, in each way to write it', () => {
  expect(Object.keys(secretSettings).toSorted()).toEqual([...secretNames].toSorted())
  expect(settingSecrets.filter((secret) => !secretsIn(secretSettings).includes(secret))).toEqual([])
})

it('knows both values of each secret that signs URLs', () => {
  const env = { SLUICE_SECRET_A: 'the new one\nthe old one\n', SLUICE_SECRET_B: 'alone', SLUICE_TOKEN: 'of the command line' }
  expect(secretsIn(env)).toEqual(['the new one', 'the old one', 'alone'])
})

it('knows none where none is set', () => expect(secretsIn({})).toEqual([]))

it.each(['redis://:half%@redis.internal', 'redis://:half%E4@redis.internal', 'redis://redis.internal?password=half%'])(
  'takes %s, whose password is badly encoded',
  (REDIS_URL) => {
    const password = REDIS_URL.includes('E4') ? 'half%E4' : 'half%'
    expect(secretsIn({ REDIS_URL })).toContain(password)
  },
)

it('takes a secret out whole that begins as another one', () => {
  const secrets = secretsIn({ ADMIN_TOKEN: 'sluice', JWT_SECRET: 'sluice, and the word of the house' })
  expect(scrub('signed with sluice, and the word of the house', secrets)).toBe('signed with [hidden]')
})
