import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cidrPattern, parseCidr } from '../../../src/core/config/cidr.ts'
import { parseIpAddress } from '../../../src/core/request/ip-address.ts'
import { holds } from '../arbitraries.ts'

it.each([
  ['192.0.2.0/24', '192.0.2.0/24'],
  ['192.0.2.1/32', '192.0.2.1/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['2001:0db8:0000::0/32', '2001:db8::/32'],
  ['2001:db8:0:0:1:0:0:0/80', '2001:db8:0:0:1::/80'],
  ['2001:0:0:1::/64', '2001:0:0:1::/64'],
  ['::/0', '::/0'],
  ['::1/128', '::1/128'],
  ['1::/16', '1::/16'],
  ['1:0:2::/48', '1:0:2::/48'],
  ['::ffff:192.0.2.0/120', '192.0.2.0/24'],
  ['::ffff:c000:200/120', '192.0.2.0/24'],
  ['::ffff:0:0/96', '0.0.0.0/0'],
  ['64:ff9b::192.0.2.0/120', '64:ff9b::c000:200/120'],
])('reads %s as %s', (input, written) => {
  expect(parseCidr(input)).toEqual({ ok: true, value: written })
  expect(parseCidr(written)).toEqual({ ok: true, value: written })
  expect([input, cidrPattern.test(input)]).toEqual([input, true])
})

it.each([
  ['192.0.2.1/24', 'give 192.0.2.0/24, or the whole length for one address'],
  ['2001:db8::1/32', 'give 2001:db8::/32, or the whole length for one address'],
  ['::ffff:192.0.2.1/120', 'give 192.0.2.0/24, or the whole length for one address'],
  ['10.0.0.0', 'add the length of the prefix: 10.0.0.0/32 for this address alone'],
  ['2001:db8::1', 'add the length of the prefix: 2001:db8::1/128 for this address alone'],
  ['10.0.0.0/33', 'correct the address, or the length of the prefix'],
  ['2001:db8::/129', 'correct the address, or the length of the prefix'],
  ['::ffff:0:0/95', 'correct the address, or the length of the prefix'],
  ['10.0.0.0/08', 'correct the address, or the length of the prefix'],
  ['10.0.0.0/', 'correct it'],
  ['10.0.0.0/-1', 'correct it'],
  ['10.0.0.0/8/8', 'correct the address, or the length of the prefix'],
  ['10.0.0.0/255.0.0.0', 'correct it'],
  ['10.0.0/8', 'correct the address, or the length of the prefix'],
  ['010.0.0.0/8', 'correct the address, or the length of the prefix'],
  ['256.0.0.0/8', 'correct the address, or the length of the prefix'],
  ['0x0a.0.0.0/8', 'correct the address, or the length of the prefix'],
  ['1:2:3/48', 'correct the address, or the length of the prefix'],
  ['1::2::3/48', 'correct the address, or the length of the prefix'],
  ['1:2:3:4:5:6:7:8::/48', 'correct the address, or the length of the prefix'],
  [':1::/48', 'correct the address, or the length of the prefix'],
  ['1.2.3.4::/48', 'correct the address, or the length of the prefix'],
  ['12345::/48', 'correct the address, or the length of the prefix'],
  ['fe80::1%eth0/64', 'correct the address, or the length of the prefix'],
  ['office', 'correct it'],
  ['', 'correct it'],
  [' 10.0.0.0/8', 'correct the address, or the length of the prefix'],
])('refuses %j: %s', (input, remedy) => {
  expect(parseCidr(input)).toMatchObject({ ok: false, problem: { code: 'CIDR_INVALID', received: input, remedy } })
})

it('reads addresses as the rest of the program does, and writes the one form of each', () => {
  const text = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.stringMatching(/^[0-9a-f:.]{0,20}$/),
    fc.stringMatching(/^(?:[0f]{0,4}:){1,9}[0f]?$/),
  )
  holds(
    fc.property(text, (input) => {
      const address = parseIpAddress(input)
      const length = address?.kind() === 'ipv4' && !input.includes(':') ? 32 : 128
      const parsed = parseCidr(`${input}/${length}`)
      const written = address === undefined ? undefined : `${address.toString()}/${address.kind() === 'ipv4' ? 32 : 128}`
      expect([input, parsed.ok ? parsed.value : undefined]).toEqual([input, written])
    }),
    3_000,
  )
})
