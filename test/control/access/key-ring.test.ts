import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openHttpKeySource } from '../../../src/adapters/http/key-source.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import type { Identify } from '../../../src/control/access/authenticate.ts'
import { openJwtIdentity } from '../../../src/control/access/jwt-identity.ts'
import { openKeyRing } from '../../../src/control/access/key-ring.ts'
import { adminToken, openControl, type ControlUnderTest } from '../../support/control.ts'
import { fixedClock, type FixedClock } from '../../support/fixed-clock.ts'
import { audience, claims, es256, good, issuer, keySet, makeToken } from '../../support/forged-tokens.ts'
import { openSocket } from '../../support/web-socket.ts'
import { mayCheck } from '../../support/may-check.ts'

const minutes = 60_000
/** The provider's next key. */
const next = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const nextSet = { keys: [{ ...next.publicKey.export({ format: 'jwk' }), kid: 'next', alg: 'ES256', use: 'sig' }] }
const nextToken = (kid = 'next') =>
  makeToken({ alg: 'ES256', kid }, { ...claims, exp: claims.exp + 36_000 }, es256(next.privateKey))
const token = good.ES256({ exp: claims.exp + 36_000 })

let server: Server
let asked: number
let answer: RequestListener
let url: string
let clock: FixedClock
let news: (string | undefined)[]
let identify: Identify

beforeEach(async () => {
  asked = 0
  answer = serving(keySet)
  server = createServer((request, response) => {
    asked += 1
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
  clock = fixedClock()
  news = []
  identify = identityOf(url)
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function identityOf(address: string, deadlineMs?: number): Identify {
  const onAway = (reason: string | undefined): void => void news.push(reason)
  const key = openKeyRing({ source: openHttpKeySource(address, deadlineMs), clock, onAway })
  return openJwtIdentity({ key, issuer, audience, clock, onRefused: () => undefined })
}

function serving(set: unknown, status = 200): RequestListener {
  return (_request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(set))
}

const away: RequestListener = (_request, response) => void response.destroy()
const kindOf = async (given: string) => (await identify(given, mayCheck))?.kind

describe('the key set', () => {
  it('is fetched for the first token, and once for many at the same time', async () => {
    expect(asked).toBe(0)
    expect(await Promise.all(Array.from({ length: 20 }, () => kindOf(token)))).toEqual(Array.from({ length: 20 }, () => 'KNOWN'))
    expect(asked).toBe(1)
  })

  it('is kept for five minutes, and asked for anew then', async () => {
    await identify(token, mayCheck)
    await clock.advance(5 * minutes)
    await identify(token, mayCheck)
    expect(asked).toBe(1)
    await clock.advance(1)
    await identify(token, mayCheck)
    expect(asked).toBe(2)
  })

  it('is not asked for by what is no token, or names an algorithm that is not allowed', async () => {
    for (const none of ['x', good.HS256(), makeToken({ alg: 'none' }, claims, () => Buffer.from('x'))])
      await identify(none, mayCheck)
    expect(asked).toBe(0)
  })
})

describe('a rotation', () => {
  it('is followed at the first token that names the new key, once the cooldown of the last fetch is over', async () => {
    expect([await kindOf(token), await kindOf(nextToken())]).toEqual(['KNOWN', 'REFUSED'])
    answer = serving({ keys: [...keySet.keys, ...nextSet.keys] })
    await clock.advance(10_000)
    expect([await kindOf(nextToken()), await kindOf(token), asked]).toEqual(['KNOWN', 'KNOWN', 2])
  })

  it('takes the withdrawn key out of use, at the latest after five minutes', async () => {
    expect(await kindOf(token)).toBe('KNOWN')
    answer = serving(nextSet)
    await clock.advance(5 * minutes + 1)
    expect([await kindOf(token), await kindOf(nextToken())]).toEqual(['REFUSED', 'KNOWN'])
  })

  it('that nobody made is asked about once in ten seconds, however many tokens name keys at random', async () => {
    await identify(token, mayCheck)
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(10_000)
      await Promise.all(Array.from({ length: 50 }, (_, index) => identify(nextToken(`unknown-${index}`), mayCheck)))
    }
    expect(asked).toBe(4)
  })
})

describe('while the key set is away', () => {
  it('the last good keys go on for an hour, with one try in ten seconds; it is said once, and once when it is back', async () => {
    await identify(token, mayCheck)
    answer = away
    await clock.advance(60 * minutes)
    expect([await kindOf(token), await kindOf(token), asked]).toEqual(['KNOWN', 'KNOWN', 2])
    await clock.advance(10_000)
    expect([await kindOf(token), await kindOf(token), asked]).toEqual(['UNDECIDED', 'UNDECIDED', 3])
    expect(news).toEqual([expect.stringMatching(/^it can't be reached \(/)])
    answer = serving(keySet)
    await clock.advance(10_000)
    expect([await kindOf(token), asked]).toEqual(['KNOWN', 4])
    expect(news).toEqual([expect.any(String), undefined])
  })

  it('a token whose key is not known is not decided on', async () => {
    await identify(token, mayCheck)
    answer = away
    await clock.advance(10_000)
    expect([await kindOf(nextToken()), await kindOf(token)]).toEqual(['UNDECIDED', 'KNOWN'])
  })

  it.each<{ readonly what: string; readonly answer: RequestListener; readonly says: string }>([
    { what: 'cut off', answer: away, says: "it can't be reached" },
    { what: 'an error', answer: serving(keySet, 500), says: 'it answered 500' },
    { what: 'an answer without keys', answer: serving({ keys: 7 }), says: 'malformed' },
    { what: 'an answer that is null', answer: serving(null), says: 'malformed' },
    { what: 'no JSON', answer: (_request, response) => void response.end('<html>'), says: 'no JSON' },
    {
      what: 'too large',
      answer: serving({ ...keySet, more: 'x'.repeat(300_000) }),
      says: 'over 262144 bytes',
    },
    {
      what: 'a redirect, even to itself',
      answer: (request, response) => {
        if (request.url === '/other') serving(keySet)(request, response)
        else response.writeHead(302, { location: '/other' }).end()
      },
      says: 'it answered 302',
    },
  ])('in whatever way, tokens are not decided on: $what', async ({ answer: given, says }) => {
    answer = given
    expect(await identify(token, mayCheck)).toEqual({ kind: 'UNDECIDED', code: 'KEYS_UNAVAILABLE', message: expect.any(String) })
    expect(news).toEqual([expect.stringContaining(says)])
  })

  it.each<{ readonly what: string; readonly answer: RequestListener }>([
    { what: 'never answers', answer: () => undefined },
    { what: 'never ends its answer', answer: (_request, response) => void response.write('{"keys":[') },
  ])('nobody hangs when it $what', async ({ answer: given }) => {
    answer = given
    identify = identityOf(url, 100)
    expect(await kindOf(token)).toBe('UNDECIDED')
    expect(news).toEqual([expect.stringContaining('no answer in time')])
  })
})

describe('callers, while the key set is away,', () => {
  let control: ControlUnderTest
  beforeAll(async () => {
    const identities = [(given: string) => identify(given, mayCheck)]
    control = await openControl({ clock: systemClock, identities, limits: { failedLoginsPerMinute: 1 } })
  })
  afterAll(() => control.close())
  beforeEach(() => void (answer = away))

  const ask = (path: string, given: string) => control.app.inject({ url: path, headers: { authorization: `Bearer ${given}` } })

  it('are told 503, and not counted as failed logins', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { statusCode, headers, json } = await ask('/config', token)
      expect([statusCode, headers['retry-after'], json()]).toMatchObject([503, '5', { error: { code: 'KEYS_UNAVAILABLE' } }])
    }
    expect((await ask('/graphql?query={viewer{name}}', token)).json()).toMatchObject({
      errors: [{ extensions: { code: 'KEYS_UNAVAILABLE' } }],
    })
  })

  it('are answered where no token is needed, and with the admin token', async () => {
    expect((await ask('/health', token)).json()).toEqual({ status: 'OK' })
    expect((await ask('/config', adminToken)).statusCode).toBe(200)
  })

  it('have their WebSocket closed with 1013, which clients come back after', async () => {
    const init = { type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }
    const { closed } = await openSocket(await control.app.listen({ port: 0, host: '127.0.0.1' }), [init])
    expect(await closed).toBe(1013)
  })
})
