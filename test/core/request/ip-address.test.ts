import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, it } from 'vitest'
import { parseIpAddress } from '../../../src/core/request/ip-address.ts'
import { holds } from '../arbitraries.ts'

/** What ipaddr.js makes of a text by itself. */
function read(text: string): string | undefined {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
  return isAddress ? ipaddr.process(text).toString() : undefined
}

it.each([
  '192.0.2.1',
  '0.0.0.0',
  '255.255.255.255',
  '::ffff:192.0.2.1',
  '::FFFF:192.0.2.1',
  '::ffff:c000:201',
  '::',
  '::1',
  '1::',
  '2001:db8::1',
  '2001:DB8:0:0:0:0:0:1',
  'fe80::1%eth0',
  '::192.0.2.1',
  '64:ff9b::192.0.2.1',
  '::ffff:0:192.0.2.1',
  '',
  '.',
  '1',
  '1.2',
  '1.2.3',
  '1.2.3.',
  '.1.2.3',
  '1..2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '1.2.3.04',
  '00.0.0.0',
  '1.2.3.4 ',
  ' 1.2.3.4',
  '1.2.3.-4',
  '+1.2.3.4',
  '1.2.3.4e0',
  '0x1.2.3.4',
  '1.2.3.99999999999',
  '١.2.3.4',
  '1,2.3.4',
  '1.2.3./',
  '::ffff:192.0.2.256',
  '::ffff:192.0.2',
  '::ffff:',
  '::ffff:192.0.2.01',
  '2001:db8',
  ':::',
  'g::',
  '1:2:3:4:5:6:7:8:9',
  'host',
])('reads %j as ipaddr.js does', (text) => {
  expect(parseIpAddress(text)?.toString()).toBe(read(text))
})

it('reads any text as ipaddr.js does', () => {
  const part = fc.oneof(fc.nat(300).map(String), fc.constantFrom('', '0', '00', '7', '255', '256'))
  const like = fc.oneof(
    fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.')),
    fc.array(part, { minLength: 4, maxLength: 4 }).map((parts) => `::ffff:${parts.join('.')}`),
    fc.ipV4(),
    fc.ipV6(),
    fc.string({ unit: fc.constantFrom('0', '1', '2', '5', '9', '.', ':', 'a', 'f', '%') }),
  )
  holds(
    fc.property(like, (text) => {
      expect(parseIpAddress(text)?.toString()).toBe(read(text))
    }),
  )
})
