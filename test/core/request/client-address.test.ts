import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientAddress } from '../../../src/core/request/client-address.ts'
import { parseTrustedProxy } from '../../../src/core/request/trusted-proxies.ts'
import { proxiesOf } from '../../support/client-address.ts'
import { holds } from '../arbitraries.ts'

const trusted = proxiesOf('10.0.0.0/8, 2001:db8:1::/48, 192.0.2.1')
const proxy = '10.0.0.1'

/** What a trusted proxy says: the lines of one header. */
const behind = (name: string, ...lines: readonly string[]): string =>
  clientAddress(
    proxy,
    lines.flatMap((line) => [name, line]),
    trusted,
  )

describe('a peer that is no trusted proxy', () => {
  it.each([
    { peer: '198.51.100.7', address: '198.51.100.7' },
    { peer: '::ffff:198.51.100.7', address: '198.51.100.7' },
    { peer: '2001:db8:2::1', address: '2001:db8:2::1' },
    { peer: 'fe80::1%eth0', address: 'fe80::1%eth0' },
    { peer: '', address: 'unknown' },
  ])('is the client: $peer', ({ peer, address }) => {
    expect(clientAddress(peer, ['X-Forwarded-For', '203.0.113.1', 'Forwarded', 'for=203.0.113.1'], trusted)).toBe(address)
  })

  it('is the client whatever it sends', () => {
    const entry = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom(proxy, 'for=', '"', '\\', '[', ',', ';', 'unknown'), fc.string())
    const line = fc.array(entry).map((parts) => parts.join(','))
    const name = fc.constantFrom('X-Forwarded-For', 'x-forwarded-for', 'Forwarded', 'X-Real-IP', 'X-Sluice-Client-Address')
    const rawHeaders = fc.array(fc.tuple(name, line)).map((headers) => headers.flat())
    const peer = fc.ipV4().filter((address) => clientAddress(address, ['X-Forwarded-For', '10.9.9.9'], trusted) === address)
    holds(
      fc.property(peer, rawHeaders, (address, headers) => {
        expect(clientAddress(address, headers, trusted)).toBe(address)
      }),
    )
  })

  it('is the client when nobody is trusted', () => {
    expect(clientAddress(proxy, ['X-Forwarded-For', '203.0.113.1'], [])).toBe(proxy)
  })
})

describe('behind a trusted proxy', () => {
  it.each([
    { lines: [], address: proxy },
    { lines: [''], address: proxy },
    { lines: ['203.0.113.1'], address: '203.0.113.1' },
    { lines: ['6.6.6.6, 203.0.113.1'], address: '203.0.113.1' },
    { lines: ['6.6.6.6,203.0.113.1,10.1.1.1 , 192.0.2.1'], address: '203.0.113.1' },
    { lines: ['6.6.6.6', '203.0.113.1', '10.1.1.1'], address: '203.0.113.1' },
    { lines: ['203.0.113.1, , ,'], address: '203.0.113.1' },
    { lines: ['10.3.3.3, 10.2.2.2'], address: '10.3.3.3' },
    { lines: ['203.0.113.1:4711'], address: '203.0.113.1' },
    { lines: ['2001:DB8:2:0::1'], address: '2001:db8:2::1' },
    { lines: ['[2001:db8:2::1]'], address: '2001:db8:2::1' },
    { lines: ['[2001:db8:2::1]:4711'], address: '2001:db8:2::1' },
    { lines: ['203.0.113.1, 2001:db8:1:5::9'], address: '203.0.113.1' },
    { lines: ['::ffff:203.0.113.1, ::ffff:10.1.1.1'], address: '203.0.113.1' },
    // What is no address ends the search at the proxy that wrote it.
    ...[
      'unknown',
      '_hidden',
      'localhost',
      '1.2.3',
      '0x7f.0.0.1',
      '1.2.3.4.5',
      '256.1.1.1',
      '203.0.113.1 x',
      '"',
      '"a,b"',
      '[::1',
    ].map((entry) => ({ lines: [`6.6.6.6, ${entry}, 10.1.1.1`], address: '10.1.1.1' })),
    { lines: ['"6.6.6.6, 203.0.113.1'], address: '203.0.113.1' },
  ])('the client is the right-most entry of X-Forwarded-For that is none: $lines', ({ lines, address }) => {
    expect(behind('X-Forwarded-For', ...lines)).toBe(address)
  })

  it.each([
    { lines: [], address: proxy },
    { lines: ['for=203.0.113.1'], address: '203.0.113.1' },
    { lines: ['For = 203.0.113.1'], address: proxy },
    { lines: ['FOR="203.0.113.1";proto=http;by=10.0.0.1'], address: '203.0.113.1' },
    { lines: ['proto=http; for=203.0.113.1 ;by=_x'], address: '203.0.113.1' },
    { lines: ['for=6.6.6.6, for=203.0.113.1, for=10.1.1.1'], address: '203.0.113.1' },
    { lines: ['for=6.6.6.6', 'for=203.0.113.1', 'for=10.1.1.1;host="a,b"'], address: '203.0.113.1' },
    { lines: ['for="[2001:db8:2::1]:4711"'], address: '2001:db8:2::1' },
    { lines: ['for="203.0.113.1:_port"'], address: '203.0.113.1' },
    { lines: ['for="203\\.0.113.1"'], address: '203.0.113.1' },
    ...['for=unknown', 'for=_hidden', 'for=""', 'proto=http', 'for', '=', 'for=203.0.113.1;for=203.0.113.2', 'for="x'].map(
      (element) => ({
        lines: [`for=6.6.6.6, ${element}, for=10.1.1.1`],
        address: '10.1.1.1',
      }),
    ),
    // Nothing that a client wrote before it changes how the proxy's own element is read.
    ...['for="6.6.6.6', 'for="a\\', '"', '\\"', 'for=6.6.6.6;host="', ';', '"\\\\"'].map((sent) => ({
      lines: [`${sent}, for=203.0.113.1`],
      address: '203.0.113.1',
    })),
    { lines: ['host="x;for=6.6.6.6";for=203.0.113.1'], address: '203.0.113.1' },
    { lines: ['for=203.0.113.1;host="x, for=6.6.6.6"'], address: '203.0.113.1' },
    { lines: ['for=203.0.113.1;host="\\", for=6.6.6.6"'], address: '203.0.113.1' },
    { lines: ['for=6.6.6.6, for=203.0.113.1;host="a\\"b"'], address: '203.0.113.1' },
    { lines: ['for=6.6.6.6, for=203.0.113.1;host="x\\\\"'], address: '203.0.113.1' },
  ])('the client is the right-most entry of Forwarded that is none: $lines', ({ lines, address }) => {
    expect(behind('Forwarded', ...lines)).toBe(address)
  })

  it('X-Forwarded-For counts where there are both headers', () => {
    expect(clientAddress(proxy, ['Forwarded', 'for=6.6.6.6', 'x-forwarded-for', '203.0.113.1'], trusted)).toBe('203.0.113.1')
  })

  it('nothing that stands to the left of what the proxy wrote changes who the client is', () => {
    const sent = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('"', '\\', ',', ';', 'for=', '6.6.6.6', ' ')).map((parts) => parts.join('')),
    )
    holds(
      fc.property(sent, fc.boolean(), (text, isOneLine) => {
        const written = [
          ['X-Forwarded-For', '203.0.113.1'],
          ['Forwarded', 'for=203.0.113.1;host="a,b"'],
        ] as const
        for (const [name, entry] of written)
          expect(behind(name, ...(isOneLine ? [`${text}, ${entry}`] : [text, entry]))).toBe('203.0.113.1')
      }),
    )
  })
})

describe('trusted proxies', () => {
  const takes = (proxies: string, peer: string): boolean =>
    clientAddress(peer, ['X-Forwarded-For', '203.0.113.1'], proxiesOf(proxies)) === '203.0.113.1'

  it.each([
    { proxies: '192.0.2.1', peer: '192.0.2.1', other: '192.0.2.2' },
    { proxies: '192.0.2.1', peer: '::ffff:192.0.2.1', other: '::ffff:192.0.2.2' },
    { proxies: '192.0.2.9/31', peer: '192.0.2.8', other: '192.0.2.10' },
    { proxies: '::ffff:192.0.2.0/120', peer: '192.0.2.8', other: '192.0.3.1' },
    { proxies: '2001:DB8::/32', peer: '2001:db8:ffff::1', other: '2001:db9::1' },
    { proxies: '::/0', peer: '2001:db9::1', other: '192.0.2.1' },
    { proxies: '0.0.0.0/0', peer: '192.0.2.1', other: '2001:db9::1' },
    { proxies: ' 192.0.2.1 ,\t::1', peer: '::1', other: '::2' },
  ])('$proxies are $peer, not $other', ({ proxies, peer, other }) => {
    expect([takes(proxies, peer), takes(proxies, other)]).toEqual([true, false])
  })

  it.each([
    'x',
    '192.0.2.1/33',
    '::/129',
    '192.0.2/24',
    '192.0.2.1/',
    '192.0.2.1/-1',
    '192.0.2.01',
    '::ffff:192.0.2.0/95',
    'fe80::1%eth0',
    '',
  ])('are not %s', (text) => expect(parseTrustedProxy(text)).toBeUndefined())
})
