import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rememberNetworks } from '../../../src/adapters/geo/remembered-networks.ts'
import { holds } from '../../core/arbitraries.ts'

const MAX_NETWORKS = 50_000

it.each([
  { what: 'the /24 of IPv4', one: [0xc0_00_02_01], same: [0xc0_00_02_fe], other: [0xc0_00_03_01] },
  {
    what: 'the /56 of IPv6',
    one: [0x20_01_0d_b8, 0x00_01_23_00, 1, 2],
    same: [0x20_01_0d_b8, 0x00_01_23_ff, 3, 4],
    other: [0x20_01_0d_b8, 0x00_01_24_00, 1, 2],
  },
])('remembers $what', ({ one, same, other }) => {
  const networks = rememberNetworks()
  networks.keep(Uint32Array.from(one), { place: 1, system: 2 })
  expect(networks.find(Uint32Array.from(same))).toEqual({ place: 1, system: 2 })
  expect(networks.find(Uint32Array.from(other))).toBeUndefined()
  networks.forgetAll()
  expect(networks.find(Uint32Array.from(one))).toBeUndefined()
})

it('remembers no network of IPv6 where no clients are', () => {
  const networks = rememberNetworks()
  networks.keep(Uint32Array.of(0xfd_00_00_00, 0, 0, 1), { place: 1, system: 2 })
  expect(networks.find(Uint32Array.of(0xfd_00_00_00, 0, 0, 1))).toBeUndefined()
})

it('remembers at most 50,000 networks, among them the very last', () => {
  const networks = rememberNetworks()
  const count = 4 * MAX_NETWORKS
  for (let network = 0; network < count; network += 1) networks.keep(ipv4(network), { place: network, system: network })
  const kept = Array.from({ length: count }, (_, network) => network).filter((network) => networks.find(ipv4(network)))
  expect(kept.length).toBeLessThanOrEqual(MAX_NETWORKS)
  expect(kept.length).toBeGreaterThan(0.99 * MAX_NETWORKS)
  expect(kept.slice(-1_000)).toEqual(Array.from({ length: 1_000 }, (_, index) => count - 1_000 + index))
})

it('keeps a network that goes on asking, however many others ask once', () => {
  const networks = rememberNetworks()
  networks.keep(ipv4(0), { place: 7, system: 8 })
  const found = Array.from({ length: 4 * MAX_NETWORKS }, (_, index) => {
    networks.keep(ipv4(1 + index), { place: 1, system: 1 })
    return index % 1_000 === 0 ? networks.find(ipv4(0))?.place : 7
  })
  expect(new Set(found)).toEqual(new Set([7]))
})

it('gives of each network what was kept of it last, or nothing', () => {
  const word = fc.oneof(
    fc.nat(3).map((part) => part << 8),
    fc.nat(2 ** 32 - 1),
  )
  const words = fc.oneof(
    fc.tuple(word).map(([high]) => [high]),
    fc.tuple(fc.nat(2 ** 29 - 1), word).map(([high, low]) => [2 ** 29 + high, low, 0, 0]),
  )
  holds(
    fc.property(fc.array(words, { maxLength: 50 }), (asked) => {
      const networks = rememberNetworks()
      const last = new Map(asked.map((one, index) => [networkOf(one), { place: index, system: 2 ** 32 - 1 - index }]))
      for (const [index, one] of asked.entries())
        networks.keep(Uint32Array.from(one), { place: index, system: 2 ** 32 - 1 - index })
      for (const one of asked) expect([undefined, last.get(networkOf(one))]).toContainEqual(networks.find(Uint32Array.from(one)))
    }),
  )
})

function networkOf([high = 0, ...lower]: readonly number[]): string {
  return lower.length === 0 ? `${high >>> 8}` : `${high} ${(lower[0] ?? 0) >>> 8}`
}

function ipv4(network: number): Uint32Array {
  return Uint32Array.of((network << 8) | 7)
}
