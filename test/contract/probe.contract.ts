import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HealthCheck } from '../../src/core/config/health-check.ts'
import type { AddressFamily } from '../../src/core/health/health.ts'
import type { ProbeOutcome } from '../../src/core/health/probe.ts'
import type { Probe } from '../../src/ports/probe.ts'
import { makeAuthority, type Authority } from '../support/certificates.ts'
import { fails, halfBody, serves, startFakeCdn, type Conduct, type FakeCdn } from '../support/fake-cdn.ts'
import { until } from '../support/until.ts'

/** Addresses of names, as the adapter is to resolve them, no answer at all, or a failure. */
type Names = Readonly<Record<string, Partial<Readonly<Record<AddressFamily, readonly string[] | 'SILENCE' | 'FAILURE'>>>>>

/** Name of the fake CDN. */
const HOST = 'cdn.test'

/** An adapter that trusts the authority, and resolves these names alone. */
type OpenProbe = (names: Names, trusted: Authority) => ProbeUnderTest
type ProbeUnderTest = { readonly probe: Probe; close(): void }

const check: HealthCheck = {
  path: '/live/probe.m3u8',
  method: 'GET',
  expectStatus: [],
  expectBody: null,
  intervalSeconds: 10,
  timeoutSeconds: 1,
  fall: 3,
  rise: 2,
  slowStartSeconds: 60,
  internal: true,
}

const text = (body: string): Conduct => ({ does: 'ANSWERS', body })
const sends = (bytes: string): Conduct => ({ does: 'SENDS', bytes })
const redirect: Conduct = { does: 'ANSWERS', status: 302, head: 'location: /elsewhere\r\n' }

type Row = [does: string, conduct: Conduct, outcome: ProbeOutcome, status: number | null, check?: Partial<HealthCheck>]

/** Outcome and status of what a CDN does; the check where it is another than a plain GET. */
const outcomes: readonly Row[] = [
  ['serves', serves, 'PASSED', 200],
  ['serves in chunks', sends('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n'), 'PASSED', 200],
  ['serves a body that the end of the connection ends', sends('HTTP/1.1 200 OK\r\n\r\nabc'), 'PASSED', 200],
  ['serves behind an interim answer', sends('HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 204 None\r\n\r\n'), 'PASSED', 204],
  ['answers a HEAD', serves, 'PASSED', 200, { method: 'HEAD' }],
  ['serves 206', { does: 'ANSWERS', status: 206 }, 'PASSED', 206],
  ['serves without an end', { does: 'FLOODS' }, 'PASSED', 200],
  ['answers 500', fails, 'STATUS', 500],
  ['answers 404 to a HEAD', { does: 'ANSWERS', status: 404 }, 'STATUS', 404, { method: 'HEAD' }],
  ['redirects', redirect, 'STATUS', 302],
  ['redirects, which is expected', redirect, 'PASSED', 302, { expectStatus: [301, 302] }],
  ['answers 200, which is not expected', serves, 'STATUS', 200, { expectStatus: [204] }],
  ['switches protocols', sends('HTTP/1.1 101 On\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'), 'STATUS', 101],
  ['serves the expected text', text('#EXTM3U é'), 'PASSED', 200, { expectBody: 'U é' }],
  ['serves another text', text('<html>'), 'BODY', 200, { expectBody: '#EXTM3U' }],
  ['serves the expected text too late', text(`${'x'.repeat(65_536)}late`), 'BODY', 200, { expectBody: 'late' }],
  ['serves the expected text within 64 KiB', text(`${'x'.repeat(65_532)}late!`), 'PASSED', 200, { expectBody: 'late' }],
  ['sends half a body', halfBody, 'BODY', 200],
  ['cuts off chunks', sends('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nab'), 'BODY', 200],
  ['refuses connections', { does: 'REFUSES' }, 'REFUSED', null],
  ['resets connections', { does: 'RESETS' }, 'RESET', null],
  ['closes connections', { does: 'CLOSES' }, 'RESET', null],
  ['closes connections amid its head', sends('HTTP/1.1 200 OK\r\nx: y'), 'RESET', null],
  ['says something else', sends('SSH-2.0-OpenSSH_9.6\r\n'), 'PROTOCOL', null],
  ['has a head over 16 KiB', sends(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`), 'PROTOCOL', null],
  ['sends interim answers alone', sends('HTTP/1.1 103 Early\r\n\r\n'.repeat(50)), 'PROTOCOL', null],
]

/** What takes longer than the second that the check allows, and what is still awaited then. */
const latecomers: readonly (readonly [Conduct, number | null, string])[] = [
  [{ does: 'HANGS' }, null, 'no answer within 1 s'],
  [{ does: 'ANSWERS', afterMs: 1_500 }, null, 'no answer within 1 s'],
  [{ does: 'DRIPS' }, 200, 'no whole body within 1 s'],
]

const hasIpv6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'))
if (!hasIpv6) console.warn('cases over IPv6 are skipped: this machine has no ::1')

export function probeContract(adapter: string, open: OpenProbe): void {
  describe(`${adapter} as Probe`, () => {
    const authority = makeAuthority('trusted')
    const others = makeAuthority('unknown')
    const valid = authority.issue([HOST], 20)
    const names: Names = {
      [HOST]: { IPV4: ['127.0.0.1'] },
      'both.test': { IPV4: ['127.0.0.1'], IPV6: ['::1'] },
      'several.test': { IPV4: ['224.0.0.1', '127.0.0.1'] },
      'none.test': {},
      'silent.test': { IPV4: 'SILENCE', IPV6: 'SILENCE' },
      'half-silent.test': { IPV4: ['127.0.0.1'], IPV6: 'SILENCE' },
      'half-failing.test': { IPV4: ['127.0.0.1'], IPV6: 'FAILURE' },
      'half-none.test': { IPV4: 'FAILURE' },
    }
    let under: ProbeUnderTest
    let plain: FakeCdn
    let secure: FakeCdn

    beforeAll(async () => {
      under = open(names, authority)
      plain = await startFakeCdn()
      secure = await startFakeCdn({ certificate: valid })
    })
    beforeEach(async () => {
      await Promise.all([plain.behave(serves), secure.behave(serves)])
      secure.certify(valid)
    })
    afterEach(async () => {
      await until('nothing is left open', 500, () => plain.connections().open + secure.connections().open === 0)
    })
    afterAll(async () => {
      under.close()
      await Promise.all([plain.close(), secure.close()])
    })

    const ask = (baseUrl: string, more: Partial<HealthCheck> = {}) => under.probe({ baseUrl, check: { ...check, ...more } })

    describe.each([
      ['http', () => plain],
      ['https', () => secure],
    ] as const)('over %s, of a CDN', (scheme, cdn) => {
      it.each(outcomes)('that %s', async (_does, conduct, outcome, status, more) => {
        await cdn().behave(conduct)
        const started = performance.now()
        const results = await ask(`${scheme}://${HOST}:${cdn().port}/vod`, more)
        const tookMs = performance.now() - started
        expect(results).toEqual({ IPV4: expect.objectContaining({ outcome, status }) })
        expect(results.IPV4?.message).toMatch(/^[^\d].{10,}$/)
        expect(results.IPV4?.message).not.toContain('127.0.0.1')
        expect(results.IPV4?.latencyMs).toBeLessThanOrEqual(tookMs + 1)
        expect(tookMs).toBeLessThan(1_000)
      })
    })

    it('is asked once for its path behind the base URL, by a client that says who it is and closes', async () => {
      const before = plain.requests.length
      await ask(`http://${HOST}:${plain.port}/vod/%7Ea`, { path: '/live/a.m3u8?token=x%20y' })
      const [head = '', ...more] = plain.requests.slice(before)
      expect(more).toEqual([])
      const [first, ...fields] = head.trimEnd().split('\r\n')
      expect(first).toBe('GET /vod/%7Ea/live/a.m3u8?token=x%20y HTTP/1.1')
      expect(Object.fromEntries(fields.map((field) => field.toLowerCase().split(': ')))).toEqual({
        host: `${HOST}:${plain.port}`,
        'user-agent': expect.stringMatching(/^sluice\/\S+ health check$/),
        accept: '*/*',
        'accept-encoding': 'identity',
        connection: 'close',
      })
    })

    it('without a scheme is asked over https', async () => {
      expect(await ask(`${HOST}:${secure.port}`)).toMatchObject({ IPV4: { outcome: 'PASSED' } })
    })

    it.each<[string, readonly string[], number, string]>([
      ['for another host', ['other.test'], 20, 'is for other hosts'],
      ['for its address alone', ['127.0.0.1'], 20, 'is for other hosts'],
      ['that has expired', [HOST], -1, 'has expired'],
      ['of an authority that nobody trusts', [HOST], 20, 'is not trusted'],
    ])('with a certificate %s has no valid TLS', async (kind, hosts, days, words) => {
      secure.certify((kind.includes('nobody') ? others : authority).issue(hosts, days))
      const requests = secure.requests.length
      const { IPV4: result } = await ask(`https://${HOST}:${secure.port}`)
      expect(result).toMatchObject({ outcome: 'TLS', status: null })
      expect(result?.message).toMatch(new RegExp(`^the certificate .*${words}`))
      expect(secure.requests).toHaveLength(requests)
    })

    it('with an address for its host needs a certificate for that', async () => {
      expect(await ask(secure.url)).toMatchObject({ IPV4: { outcome: 'TLS' } })
      secure.certify(authority.issue(['127.0.0.1'], 20))
      expect(await ask(secure.url)).toMatchObject({ IPV4: { outcome: 'PASSED' } })
    })

    it('shows when its certificate ends, also when it answers 500', async () => {
      await secure.behave(fails)
      const { IPV4: result } = await ask(`https://${HOST}:${secure.port}`)
      expect(result?.outcome).toBe('STATUS')
      const days = ((result?.certificateEndsEpochMs ?? 0) - Date.now()) / 86_400_000
      expect(days).toBeGreaterThan(19)
      expect(days).toBeLessThanOrEqual(20)
    })

    it('that speaks HTTP without TLS has no valid TLS', async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      expect(await ask(`https://${HOST}:${port}`)).toMatchObject({ IPV4: { outcome: 'TLS' } })
      server.close()
    })

    it('that takes longer than it may is given up, with nothing left open', async () => {
      const cdns = await Promise.all(latecomers.flatMap(() => [startFakeCdn(), startFakeCdn({ certificate: valid })]))
      await Promise.all(cdns.map((cdn, index) => cdn.behave(latecomers[index >> 1]?.[0] ?? serves)))
      const started = performance.now()
      const urls = cdns.map(({ port }, index) => `${index % 2 === 0 ? 'http' : 'https'}://${HOST}:${port}`)
      // A fake without a certificate has no answer to a handshake.
      const results = await Promise.all([...urls, `https://${HOST}:${cdns[0]?.port}`].map((url) => ask(url)))
      expect(performance.now() - started).toBeLessThan(1_500)
      const wanted = latecomers.flatMap(([, status, message]) => [
        { status, message },
        { status, message },
      ])
      expect(results.map(({ IPV4 }) => IPV4)).toEqual(
        [...wanted, { status: null, message: 'no TLS handshake within 1 s' }].map((each) =>
          expect.objectContaining({ ...each, outcome: 'TIMEOUT' }),
        ),
      )
      await until('nothing is left open', 500, () => cdns.every((cdn) => cdn.connections().open === 0))
      await Promise.all(cdns.map((cdn) => cdn.close()))
    })

    it('whose name has no address fails for both families', async () => {
      const failed = expect.objectContaining({ outcome: 'DNS', status: null })
      expect(await ask('https://none.test')).toEqual({ IPV4: failed, IPV6: failed })
    })

    it('whose name is not resolved in time is judged by what is known then', async () => {
      const started = performance.now()
      const [none, half] = await Promise.all(
        ['silent.test', 'half-silent.test'].map((host) => ask(`http://${host}:${plain.port}`)),
      )
      expect(performance.now() - started).toBeLessThan(1_500)
      const failed = expect.objectContaining({ outcome: 'DNS', status: null })
      expect(none).toEqual({ IPV4: failed, IPV6: failed })
      expect(half).toEqual({ IPV4: expect.objectContaining({ outcome: 'PASSED' }), IPV6: null })
    })

    it('whose name can not be resolved for one family is judged by the other alone', async () => {
      const failed = expect.objectContaining({ outcome: 'DNS', status: null })
      expect(await ask(`http://half-failing.test:${plain.port}`)).toEqual({
        IPV4: expect.objectContaining({ outcome: 'PASSED' }),
        IPV6: null,
      })
      expect(await ask('http://half-none.test')).toEqual({ IPV4: failed, IPV6: failed })
    })

    it('on an internal address is not asked without leave', async () => {
      const { all } = plain.connections()
      expect(await ask(plain.url, { internal: false })).toEqual({ IPV4: expect.objectContaining({ outcome: 'FORBIDDEN' }) })
      expect(plain.connections().all).toBe(all)
    })

    it('of several addresses is asked at the first that may be', async () => {
      expect(await ask(`http://several.test:${plain.port}`)).toEqual({ IPV4: expect.objectContaining({ outcome: 'PASSED' }) })
    })

    it('that is asked by many at once answers each, and no connection is left', async () => {
      const { all } = plain.connections()
      const results = await Promise.all(Array.from({ length: 50 }, () => ask(`http://${HOST}:${plain.port}`)))
      expect(results.map(({ IPV4 }) => IPV4?.outcome)).toEqual(Array.from({ length: 50 }, () => 'PASSED'))
      expect(plain.connections().all).toBe(all + 50)
    })

    it('that floods is read no further than it has to be', async () => {
      await plain.behave({ does: 'FLOODS' })
      const results = await Promise.all(Array.from({ length: 10 }, () => ask(`http://${HOST}:${plain.port}`)))
      expect(results.every(({ IPV4 }) => IPV4?.outcome === 'PASSED' && IPV4.latencyMs < 900)).toBe(true)
    })

    describe.skipIf(!hasIpv6)('over both families', () => {
      let six: FakeCdn
      beforeAll(async () => (six = await startFakeCdn({ host: '::1', port: plain.port })))
      afterAll(() => six.close())

      it.each<[string, Conduct, Conduct, ProbeOutcome, ProbeOutcome]>([
        ['both serve', serves, serves, 'PASSED', 'PASSED'],
        ['IPv4 fails', fails, serves, 'STATUS', 'PASSED'],
        ['IPv6 refuses', serves, { does: 'REFUSES' }, 'PASSED', 'REFUSED'],
        ['both hang', { does: 'HANGS' }, { does: 'HANGS' }, 'TIMEOUT', 'TIMEOUT'],
      ])('%s: each is judged by itself, at the same time', async (_name, four, other, outcome4, outcome6) => {
        await Promise.all([plain.behave(four), six.behave(other)])
        const started = performance.now()
        expect(await ask(`http://both.test:${plain.port}`)).toEqual({
          IPV4: expect.objectContaining({ outcome: outcome4 }),
          IPV6: expect.objectContaining({ outcome: outcome6 }),
        })
        expect(performance.now() - started).toBeLessThan(1_500)
        await six.behave(serves)
      })

      it('an IPv6 address stands in brackets in the base URL', async () => {
        expect(await ask(six.url)).toEqual({ IPV6: expect.objectContaining({ outcome: 'PASSED' }) })
      })
    })
  })
}
