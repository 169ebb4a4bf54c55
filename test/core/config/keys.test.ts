import { expect, it } from 'vitest'
import { parseCdnKey, parseOriginClusterKey } from '../../../src/core/config/keys.ts'

it.each([
  { key: 'a', cdn: true, cluster: true },
  { key: 'a'.repeat(32), cdn: true, cluster: true },
  { key: 'a'.repeat(33), cdn: false, cluster: true },
  { key: 'a'.repeat(240), cdn: false, cluster: true },
  { key: 'a'.repeat(241), cdn: false, cluster: false },
  { key: 'default', cdn: true, cluster: true },
  { key: 'constructor', cdn: true, cluster: true },
  { key: 'a-1-', cdn: true, cluster: true },
  { key: '1a', cdn: false, cluster: true },
  { key: '-a', cdn: false, cluster: false },
  { key: '', cdn: false, cluster: false },
  { key: 'A', cdn: false, cluster: false },
  { key: 'a.b', cdn: false, cluster: false },
  { key: 'a_b', cdn: false, cluster: false },
  { key: '__proto__', cdn: false, cluster: false },
  { key: 'a\n', cdn: false, cluster: false },
  { key: 'é', cdn: false, cluster: false },
])('takes $key for a CDN: $cdn, for an origin cluster: $cluster', ({ key, cdn, cluster }) => {
  const refusal = { ok: false, problem: { code: 'KEY_INVALID' } }
  expect(parseCdnKey(key)).toMatchObject(cdn ? { ok: true, value: key } : refusal)
  expect(parseOriginClusterKey(key)).toMatchObject(cluster ? { ok: true, value: key } : refusal)
})

it('says what came and what is allowed', () => {
  expect(parseCdnKey('É')).toEqual({
    ok: false,
    problem: {
      code: 'KEY_INVALID',
      received: '?',
      allowed: '1 to 32 of a–z, 0–9 and "-", a letter first',
      remedy: 'choose another key; it cannot be changed later',
    },
  })
})
