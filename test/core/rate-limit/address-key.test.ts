import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addressKey } from '../../../src/core/rate-limit/address-key.ts'
import { holds } from '../arbitraries.ts'

it.each([
  { address: '203.0.113.7', key: '203.0.113.7' },
  { address: '::ffff:203.0.113.7', key: '203.0.113.7' },
  { address: '::FFFF:cb00:7107', key: '203.0.113.7' },
  { address: '0:0:0:0:0:ffff:203.0.113.7', key: '203.0.113.7' },
  { address: '::ffff:203.0.113.7%eth0', key: '203.0.113.7' },
  { address: '2001:db8:1:2:3:4:5:6', key: '2001:db8:1:2::/64' },
  { address: '2001:DB8:1:2::', key: '2001:db8:1:2::/64' },
  { address: '2001:0db8:0001:0002:ffff:ffff:ffff:ffff', key: '2001:db8:1:2::/64' },
  { address: '2001:db8:1:3::1', key: '2001:db8:1:3::/64' },
  { address: 'fe80::1%eth0', key: 'fe80:0:0:0::/64' },
  { address: '::1', key: '0:0:0:0::/64' },
  { address: 'unknown', key: 'unknown' },
  { address: '', key: '' },
  { address: '203.0.113', key: '203.0.113' },
  { address: '0xcb.0.113.7', key: '0xcb.0.113.7' },
  { address: '203.0.113.256', key: '203.0.113.256' },
  { address: '2001:db8::1::2', key: '2001:db8::1::2' },
  { address: '[2001:db8::1]', key: '[2001:db8::1]' },
  { address: 'x'.repeat(65), key: 'x'.repeat(64) },
  { address: `${'1:'.repeat(5_000)}1`, key: '1:'.repeat(32) },
])('counts $address as $key', ({ address, key }) => {
  expect(addressKey(address)).toBe(key)
})

it('counts all of one /64 as one, and a neighbour as another', () => {
  const parts = fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 4 })
  const text = (...groups: readonly number[]): string => groups.map((group) => group.toString(16)).join(':')
  holds(
    fc.property(parts, parts, parts, (network, host, other) => {
      fc.pre(network.some((group) => group !== 0)) // where the mapped addresses are
      const key = addressKey(text(...network, ...host))
      expect(addressKey(text(...network, ...other))).toBe(key)
      expect(addressKey(text(...network.slice(0, 3), (network[3] ?? 0) ^ 1, ...host))).not.toBe(key)
    }),
  )
})

it('gives a key of at most 64 characters for anything', () => {
  holds(
    fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.ipV4(), fc.ipV6()), (address) => {
      expect(addressKey(address).length).toBeLessThanOrEqual(64)
    }),
  )
})
