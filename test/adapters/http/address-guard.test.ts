import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mayAsk } from '../../../src/adapters/http/address-guard.ts'
import { openHttpProbe } from '../../../src/adapters/http/probe.ts'
import { openNameResolution, systemResolver, type ResolveName } from '../../../src/adapters/http/resolve-name.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import type { HealthCheck } from '../../../src/core/config/health-check.ts'
import { serves, startFakeCdn, type FakeCdn } from '../../support/fake-cdn.ts'

/** Not to be asked at all. */
const never = ['0.0.0.0', '0.0.0.1', '0.255.255.255', '224.0.0.1', '239.255.255.250', '255.255.255.255']
const never6 = [
  '::',
  '::ffff:0.0.0.0',
  '::ffff:e000:1',
  '::ffff:255.255.255.255',
  '64:ff9b::',
  '64:ff9b::e000:1',
  'ff02::1',
  'ff0e::1',
]

/** To be asked with `internal` alone. */
const internal = [
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '240.0.0.1',
  '255.255.255.254',
]
const internal6 = [
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:a9fe:a9fe',
  '::ffff:8.8.8.8',
  '::ffff:0:7f00:1',
  '64:ff9b::127.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::7f00:1',
  '100::1',
  '2001:0:7f00:1::1',
  '2001:2::1',
  '2001:10::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '2002:a9fe:a9fe::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
]

const open = [
  '1.1.1.1',
  '11.0.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '126.0.0.1',
  '128.0.0.1',
  '169.253.0.1',
  '172.15.0.1',
  '172.32.0.1',
]
const open6 = ['2001:200::1', '2001:4860:4860::8888', '2400:cb00::1', '2606:4700::1111', '2a00::1', '64:ff9b::8.8.8.8']

describe('the guard of addresses', () => {
  it.each([
    ['open to all', [...open, '192.0.1.1', '198.20.0.1', '223.255.255.255', ...open6], true, true],
    ['internal', [...internal, ...internal6, 'fe80::1%eth0'], false, true],
    ['for nobody', [...never, ...never6, 'ff02::1%eth0'], false, false],
    ['no address', ['', 'localhost', '127.1', '0177.0.0.1', '2130706433', '[::1]', '1.1.1.1:80', '::g'], false, false],
  ] as const)('of those that are %s', (_kind, addresses, isOpen, isOpenWithLeave) => {
    expect(addresses.filter((address) => mayAsk(address, false) !== isOpen)).toEqual([])
    expect(addresses.filter((address) => mayAsk(address, true) !== isOpenWithLeave)).toEqual([])
  })

  it('opens no address without leave that another list has for a special purpose', () => {
    // The first bytes of a special address, then any.
    const near = fc.tuple(fc.constantFrom(...special), fc.nat(16), fc.uint8Array({ minLength: 16, maxLength: 16 }))
    const property = fc.property(near, ([bytes, kept, others]) => {
      const address = ipaddr.fromByteArray([...bytes.slice(0, kept), ...others].slice(0, bytes.length))
      const isBehindNat64 = address.range() === 'rfc6052'
      expect(!mayAsk(address.toString(), false) || address.range() === 'unicast' || isBehindNat64).toBe(true)
    })
    fc.assert(property, { numRuns: 5_000 })
  })
})

/** Bytes of special addresses, and of those that the other list has besides. */
const others = ['192.31.196.1', '192.52.193.1', '192.175.48.1', '2620:4f:8000::1', '2001:4:112::1', '2001:3::1', '2001:20::1']
const special = [...never, ...never6, ...internal, ...internal6, ...others].map((address) => ipaddr.parse(address).toByteArray())

/** Ways to write an address of loopback or of metadata. */
const forms = [
  '127.1',
  '127.0.1',
  '0177.0.0.1',
  '0177.0.0.01',
  '0x7f.0.0.1',
  '0x7f000001',
  '0X7F.1',
  '2130706433',
  '017700000001',
  '127.0.0.1.',
  '0',
  '0x0',
  '2852039166',
  '0251.0376.0251.0376',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  'cdn.example.com@127.0.0.1',
  'cdn.example.com:80@127.0.0.1',
]

describe('a check without leave for internal addresses', () => {
  const check: HealthCheck = {
    path: '/a.m3u8',
    method: 'GET',
    expectStatus: [],
    expectBody: null,
    intervalSeconds: 10,
    timeoutSeconds: 1,
    fall: 3,
    rise: 2,
    slowStartSeconds: 0,
    internal: false,
  }
  /** On each address of this machine, where it has both families. */
  let everywhere: FakeCdn
  let loopback6: FakeCdn | undefined
  beforeAll(async () => {
    everywhere = await startFakeCdn({ host: '0.0.0.0' })
    loopback6 = await startFakeCdn({ host: '::1', port: everywhere.port }).catch(() => undefined)
  })
  afterAll(() => Promise.all([everywhere.close(), loopback6?.close()]))

  const seen = (): number => everywhere.connections().all + (loopback6?.connections().all ?? 0)
  const system = openNameResolution(systemResolver)
  const ask = (host: string, resolveName: ResolveName = system, more: Partial<HealthCheck> = {}) =>
    openHttpProbe({ clock: systemClock, resolveName, version: '0' })({
      baseUrl: `http://${host}:${everywhere.port}`,
      check: { ...check, ...more },
    })
  const answering = (...addresses: readonly string[]): ResolveName => {
    const of = (isOfFamily: (address: string) => boolean) => Promise.resolve(addresses.filter(isOfFamily))
    return () => ({ IPV4: of((each) => !each.includes(':')), IPV6: of((each) => each.includes(':')) })
  }

  it.each([...never, ...internal, ...forms, ...[...never6, ...internal6].map((each) => `[${each}]`)])(
    'never connects to %s, though it stands in the base URL',
    async (host) => {
      const before = seen()
      const outcomes = Object.values(await ask(host)).map((one) => one?.outcome)
      expect(outcomes.every((each) => each === 'FORBIDDEN') && outcomes.length === 1).toBe(true)
      expect(seen()).toBe(before)
    },
  )

  it.each(['localhost', 'LOCALHOST', 'localhost.', 'lOcAlHoSt'])(
    'never connects to %s, as the system resolves it',
    async (host) => {
      const before = seen()
      const outcomes = Object.values(await ask(host)).map((one) => one?.outcome)
      expect(outcomes[0]).toMatch(/^(?:FORBIDDEN|DNS)$/) // not every system knows each of them
      expect(seen()).toBe(before)
    },
  )

  it.each([...never, ...never6, ...internal, ...internal6])('never connects to a name with the address %s', async (address) => {
    const before = seen()
    expect(Object.values(await ask('cdn.test', answering(address)))).toMatchObject([{ outcome: 'FORBIDDEN' }])
    expect(seen()).toBe(before)
  })

  it('never connects to a name with several of them', async () => {
    const before = seen()
    const results = await ask('cdn.test', answering('10.0.0.1', '127.0.0.1', '::1', '::ffff:7f00:1'))
    expect(results).toMatchObject({ IPV4: { outcome: 'FORBIDDEN' }, IPV6: { outcome: 'FORBIDDEN' } })
    expect(seen()).toBe(before)
  })

  it('connects with leave, so that the sockets count; but to nobody whom no check may ask', async () => {
    const before = seen()
    const leave = { internal: true }
    expect(await ask('127.0.0.1', system, leave)).toMatchObject({ IPV4: { outcome: 'PASSED' } })
    expect(await ask('0177.0.0.1', system, leave)).toMatchObject({ IPV4: { outcome: 'PASSED' } })
    expect(await ask('localhost', system, leave)).toMatchObject({ IPV4: { outcome: 'PASSED' } })
    const counted = seen()
    expect(counted).toBeGreaterThanOrEqual(before + 3)
    for (const host of ['0.0.0.0', '0', '255.255.255.255', '[::]', '[::ffff:0:0]', '224.0.0.1']) {
      expect(Object.values(await ask(host, system, leave))).toMatchObject([{ outcome: 'FORBIDDEN' }])
    }
    expect(seen()).toBe(counted)
  })

  it('connects to the address that was judged, whatever the name has a moment later', async () => {
    const judged = await startFakeCdn({ host: '127.0.0.1' })
    const later = await startFakeCdn({ host: '127.0.0.2', port: judged.port })
    await Promise.all([judged.behave(serves), later.behave(serves)])
    let asked = 0
    const rebinding: ResolveName = () => {
      asked += 1
      return answering(asked === 1 ? '127.0.0.1' : '127.0.0.2')('cdn.test', new AbortController().signal)
    }
    const probe = openHttpProbe({ clock: systemClock, resolveName: rebinding, version: '0' })
    const target = { baseUrl: `http://cdn.test:${judged.port}`, check: { ...check, internal: true } }
    expect(await probe(target)).toMatchObject({ IPV4: { outcome: 'PASSED' } })
    expect([asked, judged.connections().all, later.connections().all]).toEqual([1, 1, 0])
    // The next round is judged anew.
    expect(await probe({ ...target, check })).toMatchObject({ IPV4: { outcome: 'FORBIDDEN' } })
    expect([asked, judged.connections().all, later.connections().all]).toEqual([2, 1, 0])
    await Promise.all([judged.close(), later.close()])
  })

  it('follows no redirect to an internal address, since it follows none', async () => {
    const inside = await startFakeCdn()
    const redirecting = await startFakeCdn()
    await redirecting.behave({ does: 'ANSWERS', status: 302, head: `location: ${inside.url}/a\r\n` })
    const probe = openHttpProbe({ clock: systemClock, resolveName: system, version: '0' })
    const target = { baseUrl: redirecting.url, check: { ...check, internal: true, expectStatus: [302] } }
    expect(await probe(target)).toMatchObject({ IPV4: { outcome: 'PASSED' } })
    expect(inside.connections().all).toBe(0)
    await Promise.all([inside.close(), redirecting.close()])
  })
})
