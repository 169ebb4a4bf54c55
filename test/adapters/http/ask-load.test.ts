import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openHttpAskLoad } from '../../../src/adapters/http/ask-load.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { makeAuthority } from '../../support/certificates.ts'
import { halfBody, startFakeCdn, type Conduct, type FakeCdn } from '../../support/fake-cdn.ts'
import { until } from '../../support/until.ts'

const HOST = 'exporter.test'
const authority = makeAuthority('trusted')
const never = new Promise<readonly string[]>(() => undefined)
const names: Readonly<Record<string, readonly (readonly string[] | 'SILENCE')[]>> = {
  [HOST]: [['127.0.0.1'], []],
  'half-dead.test': [['127.0.0.1'], ['::1']],
  'half-silent.test': [['127.0.0.1'], 'SILENCE'],
  'silent.test': ['SILENCE', 'SILENCE'],
}
const addressOf = (name: string, family: 0 | 1) => {
  const known = names[name]?.[family] ?? []
  return known === 'SILENCE' ? never : Promise.resolve(known)
}
const askLoad = openHttpAskLoad({
  clock: systemClock,
  resolveName: (name) => ({ IPV4: addressOf(name, 0), IPV6: addressOf(name, 1) }),
  version: '1.2.3',
})

let plain: FakeCdn
let secure: FakeCdn
const before = getCACertificates('default')
beforeAll(async () => {
  setDefaultCACertificates([...before, authority.cert])
  plain = await startFakeCdn()
  secure = await startFakeCdn({ certificate: authority.issue([HOST], 20) })
})
afterEach(async () => {
  await until('nothing is left open', 500, () => plain.connections().open + secure.connections().open === 0)
})
afterAll(async () => {
  setDefaultCACertificates(before)
  await Promise.all([plain.close(), secure.close()])
})

const load = '{"percent": 81.5}'
const tells: Conduct = { does: 'ANSWERS', body: load }
const urlOf = (host = HOST, { port } = plain, scheme = 'http') => `${scheme}://${host}:${port}/load/second.json?x=1`
const whyNot = (url: string, internal = true) =>
  askLoad({ url, internal }).then(
    (answer) => `answered ${answer}`,
    (error: Error) => error.message,
  )

describe('a question for a load', () => {
  it('gives the answer, and asks once, by a client that says who it is', async () => {
    await plain.behave(tells)
    const asked = plain.requests.length
    expect(await askLoad({ url: urlOf(), internal: true })).toBe(load)
    expect(plain.requests).toHaveLength(asked + 1)
    expect(plain.requests.at(-1)).toMatch(
      /^GET \/load\/second\.json\?x=1 HTTP\/1\.1\r\n[^]*user-agent: sluice\/1\.2\.3 load\r\n/i,
    )
  })

  it('gives up to 64 KiB, and no byte more', async () => {
    await plain.behave({ does: 'ANSWERS', body: 'x'.repeat(65_536) })
    expect(await askLoad({ url: urlOf(), internal: true })).toHaveLength(65_536)
    await plain.behave({ does: 'ANSWERS', body: 'x'.repeat(65_537) })
    expect(await whyNot(urlOf())).toBe('the body has more than 64 KiB')
  })

  it.each<[string, Conduct, string]>([
    ['answers 500', { does: 'ANSWERS', status: 500, body: load }, 'received status 500, allowed is 200'],
    ['redirects', { does: 'ANSWERS', status: 302, head: 'location: /x\r\n' }, 'received status 302, allowed is 200'],
    ['sends without an end', { does: 'FLOODS' }, 'the body has more than 64 KiB'],
    ['sends half a body', halfBody, 'the body ended before its length'],
    ['closes the connection', { does: 'CLOSES' }, 'the connection was closed without a whole answer'],
    ['refuses connections', { does: 'REFUSES' }, 'the connection was refused'],
    ['hangs', { does: 'HANGS' }, 'no answer within 2 s'],
    ['drips', { does: 'DRIPS' }, 'no whole body within 2 s'],
  ])('says why there is no answer of one that %s', async (_does, conduct, why) => {
    await plain.behave(conduct)
    const started = performance.now()
    expect(await whyNot(urlOf())).toBe(why)
    expect(performance.now() - started).toBeLessThan(2_500)
  })

  it.each([HOST, '127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', '169.254.169.254'])(
    'opens no connection to %s without loadInternal',
    async (host) => {
      await plain.behave(tells)
      const { all } = plain.connections()
      expect(await whyNot(urlOf(host), false)).toBe('its address is internal, which needs loadInternal')
      expect(plain.connections().all).toBe(all)
    },
  )

  it('verifies TLS for the host of the URL', async () => {
    await secure.behave(tells)
    expect(await askLoad({ url: urlOf(HOST, secure, 'https'), internal: true })).toBe(load)
    expect(await whyNot(urlOf('127.0.0.1', secure, 'https'))).toBe('the certificate is for other hosts')
    secure.certify(makeAuthority('unknown').issue([HOST], 20))
    expect(await whyNot(urlOf(HOST, secure, 'https'))).toMatch(/^the certificate is of an authority that is not trusted/)
  })

  it.each(['half-dead.test', 'half-silent.test'])('takes the answer over one family alone: %s', async (host) => {
    await plain.behave(tells)
    const started = performance.now()
    expect(await askLoad({ url: urlOf(host), internal: true })).toBe(load)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it.each(['none.test', 'silent.test'])('says that a name has no address: %s', async (host) => {
    expect(await whyNot(urlOf(host))).toBe('its name has no address, or the resolver gave none in time')
  })
})
