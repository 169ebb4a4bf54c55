import { expect, it } from 'vitest'
import { clientNetwork } from '../../../src/core/request/client-network.ts'
import { parseIpAddress } from '../../../src/core/request/ip-address.ts'

it.each([
  { one: '192.0.2.1', other: '192.0.2.254', isSame: true },
  { one: '192.0.2.1', other: '192.0.3.1', isSame: false },
  { one: '192.0.2.1', other: '::ffff:192.0.2.2', isSame: true },
  { one: '2001:db8:1:2300::1', other: '2001:db8:1:23ff:ffff::9', isSame: true },
  { one: '2001:db8:1:2300::1', other: '2001:db8:1:2400::1', isSame: false },
  { one: '2001:db8::1', other: '2001:db8:0:ff::2', isSame: true },
  { one: 'fe80::1%eth0', other: 'fe80::2%eth1', isSame: true },
  { one: 'unknown', other: 'unknown', isSame: true },
  { one: 'unknown', other: '192.0.2.1', isSame: false },
])('$one and $other are in one network: $isSame', ({ one, other, isSame }) => {
  expect(networkOf(one) === networkOf(other)).toBe(isSame)
})

it.each([
  { text: '192.0.2.1', network: '192.0.2' },
  { text: '2001:db8:1:23ff::1', network: '2001:db8:1:2300' },
  { text: 'unknown', network: 'unknown' },
])('writes the network of $text as the hashes of clients know it', ({ text, network }) => {
  expect(networkOf(text)).toBe(network)
})

function networkOf(text: string): string {
  return clientNetwork(parseIpAddress(text))
}
