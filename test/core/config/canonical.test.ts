import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson, sha256Of } from '../../../src/core/config/canonical.ts'
import { configWith } from '../../support/config.ts'
import { config, holds } from '../arbitraries.ts'

it.each([
  { value: { b: 1, a: { d: true, c: null } }, text: '{"a":{"c":null,"d":true},"b":1}' },
  { value: [{ b: 1, a: 2 }, []], text: '[{"a":2,"b":1},[]]' },
  { value: { list: [3, 1, 2] }, text: '{"list":[3,1,2]}' },
  { value: { B: 1, a: 2, _: 3, é: 4 }, text: '{"B":1,"_":3,"a":2,"é":4}' },
  { value: { constructor: 1, a: 2 }, text: '{"a":2,"constructor":1}' },
  { value: JSON.parse('{"__proto__":1,"a":2}'), text: '{"__proto__":1,"a":2}' },
  { value: '"\u2028\n', text: '"\\"\u2028\\n"' },
])('writes $text', ({ value, text }) => {
  expect(canonicalJson(value)).toBe(text)
})

it('writes equal documents alike, in whatever order their keys came', () => {
  holds(
    fc.property(fc.jsonValue(), fc.integer(), (value, seed) => {
      expect(canonicalJson(shuffled(value, seed))).toBe(canonicalJson(value))
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  holds(
    fc.property(config, fc.integer(), (drawn, seed) => {
      expect(sha256Of(shuffled(drawn, seed))).toBe(sha256Of(drawn))
    }),
  )
})

it('does not depend on the order in which entries were made', () => {
  const [a, b] = [{ key: 'a' }, { key: 'b' }]
  expect(sha256Of(configWith({ cdns: [b, a] }))).toBe(sha256Of(configWith({ cdns: [a, b] })))
})

it('hashes different documents differently', () => {
  holds(
    fc.property(config, config, (one, other) => {
      expect(sha256Of(one) === sha256Of(other)).toBe(canonicalJson(one) === canonicalJson(other))
    }),
  )
})

it('hashes the canonical text with SHA-256', () => {
  expect(sha256Of({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
})

/** The same document with its keys inserted in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((inner) => shuffled(inner, seed))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [name, shuffled(inner, seed)])
  const turn = entries.length === 0 ? 0 : Math.abs(seed) % entries.length
  return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)].toReversed())
}
