import type { AddressInfo } from 'node:net'
import { createLocalJWKSet } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openJwtIdentity } from '../../../src/control/access/jwt-identity.ts'
import { openControl, type ControlUnderTest } from '../../support/control.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { audience, forgedTokens, good, issuer, keySet, nowSeconds, secret } from '../../support/forged-tokens.ts'
import { askRaw } from '../../support/http.ts'
import { openSocket } from '../../support/web-socket.ts'
import { mayCheck } from '../../support/may-check.ts'

const clock = fixedClock()
const shared = { issuer, audience, clock, onRefused: () => undefined }
const identities = {
  SECRET: openJwtIdentity({ ...shared, key: new TextEncoder().encode(secret) }),
  KEY_SET: openJwtIdentity({ ...shared, key: createLocalJWKSet(keySet) }),
}
const kinds = ['SECRET', 'KEY_SET'] as const

let controls: Readonly<Record<(typeof kinds)[number], ControlUnderTest>>
let urls: Readonly<Record<(typeof kinds)[number], string>>
beforeAll(async () => {
  const limits = { requestsPerSecond: 0, failedLoginsPerMinute: 0 }
  controls = {
    SECRET: await openControl({ clock, limits, identities: [identities.SECRET] }),
    KEY_SET: await openControl({ clock, limits, identities: [identities.KEY_SET] }),
  }
  urls = {
    SECRET: await controls.SECRET.app.listen({ port: 0, host: '127.0.0.1' }),
    KEY_SET: await controls.KEY_SET.app.listen({ port: 0, host: '127.0.0.1' }),
  }
})
afterAll(async () => {
  for (const control of Object.values(controls)) await control.close()
})

/** Sent as bytes, since no client of Node's would send some of them. */
async function statusOf(kind: (typeof kinds)[number], line: string, token: string, body = ''): Promise<number> {
  const { port } = controls[kind].app.server.address() as AddressInfo
  const head = `${line} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
  return Number(/^HTTP\/1\.1 (\d+)/.exec((await askRaw(port, `${head}\r\n\r\n${body}`)).text)?.[1])
}

async function answersTo(kind: (typeof kinds)[number], token: string) {
  const [config, graphql, socket] = await Promise.all([
    statusOf(kind, 'GET /config', token),
    statusOf(kind, 'POST /graphql', token, '{"query":"{viewer{name}}"}'),
    socketAnswer(kind, token),
  ])
  return { config, graphql, socket }
}

/** The type of the first message, or the code that the socket is closed with. */
async function socketAnswer(kind: (typeof kinds)[number], token: string): Promise<string | number> {
  const init = { type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }
  const { socket, received, closed } = await openSocket(urls[kind], [init])
  const { promise: answered, resolve } = Promise.withResolvers<string>()
  socket.on('message', () => resolve(received[0]?.type ?? ''))
  const answer = await Promise.race([closed, answered])
  socket.terminate()
  return answer
}

describe.each(kinds)('a service with a %s', (kind) => {
  const forged = forgedTokens.filter(({ at }) => at.includes(kind))

  it('is tried with well over a hundred tokens, each once', () => {
    expect(forged.length).toBeGreaterThan(150)
    expect(new Set(forged.map(({ what }) => what)).size).toBe(forged.length)
  })

  it.each(forged)('refuses $what, on every transport', async ({ token }) => {
    expect(await answersTo(kind, token)).toEqual({ config: 401, graphql: 401, socket: 4403 })
  })

  it.each(
    {
      SECRET: [
        { what: 'HS256', token: good.HS256() },
        { what: 'no typ', token: good.HS256({}, { typ: undefined }) },
        ...['jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt'].map((typ) => ({
          what: `typ ${typ}`,
          token: good.HS256({}, { typ }),
        })),
        { what: 'a kid, which says nothing here', token: good.HS256({}, { kid: '../../dev/null' }) },
        {
          what: 'a key in the header, which nobody looks at',
          token: good.HS256({}, { jku: 'http://127.0.0.1:1/', x5u: 'x', jwk: {} }),
        },
        { what: 'an audience among others', token: good.HS256({ aud: ['other', audience] }) },
        { what: 'nbf and iat that are 30 s ahead', token: good.HS256({ nbf: nowSeconds + 30, iat: nowSeconds + 30 }) },
        { what: 'neither nbf nor iat', token: good.HS256({ iat: undefined }) },
        { what: 'a second left', token: good.HS256({ exp: nowSeconds + 1 }) },
        { what: 'the last moment that there is', token: good.HS256({ exp: 253_402_300_799 }) },
        { what: 'a strange subject', token: good.HS256({ sub: '\u0000ёжик \ud83e\udd94' }) },
        { what: 'unknown roles beside a known one', token: good.HS256({ roles: ['root', 'viewer', '', 'Admin'] }) },
        { what: 'claims that mean nothing here', token: good.HS256({ admin: true, scope: 'x', __proto__: { a: 1 } }) },
      ],
      KEY_SET: [
        { what: 'RS256', token: good.RS256() },
        { what: 'ES256', token: good.ES256() },
        { what: 'EdDSA', token: good.EdDSA() },
        { what: 'ES256 without a kid, since one key fits', token: good.ES256({}, { kid: undefined }) },
      ],
    }[kind],
  )('takes $what', async ({ token }) => {
    expect(await answersTo(kind, token)).toEqual({ config: 200, graphql: 200, socket: 'connection_ack' })
  })
})

describe('what a good token says', () => {
  const viewerOf = async (changed: object) => identities.SECRET(good.HS256({ ...changed }), mayCheck)

  it('is who it is, its roles and when it ends', async () => {
    expect(await viewerOf({ sub: 'ann', roles: ['publisher', 'viewer', 'viewer', 'x'], exp: nowSeconds + 60.5 })).toEqual({
      kind: 'KNOWN',
      viewer: { name: 'ann', roles: ['viewer', 'publisher'], expiresAt: '2026-01-01T00:01:00.500Z' },
    })
  })

  it.each(['sluice', 'anonymous', ' Admin-Token', 'admin-token\u200b', '\uff41dmin-token', 'x'.repeat(301)])(
    'is no name that Sluice goes by, nor one that the audit trail cuts: %j',
    async (sub) => expect(await viewerOf({ sub })).toMatchObject({ kind: 'REFUSED' }),
  )

  it.each([{ roles: [] }, { roles: ['root', 'ADMIN', 'admin '] }, { roles: undefined }])(
    'is good for nothing without a known role: 403, and 4403 for a socket: $roles',
    async ({ roles }) => {
      const token = good.HS256({ roles })
      expect(await answersTo('SECRET', token)).toEqual({ config: 403, graphql: 403, socket: 4403 })
      const health = await controls.SECRET.app.inject({ url: '/health', headers: { authorization: `Bearer ${token}` } })
      expect(health.json()).toEqual({ status: 'OK' })
    },
  )
})

it('leaves a token alone that is no JWT, so that others can look at it', async () => {
  for (const token of ['', 'x', 'a.b', 'a.b.c.d', '..', 'a..c', 'a.b.', 'x'.repeat(9_000)]) {
    expect(await identities.SECRET(token, mayCheck)).toBeUndefined()
  }
})

describe('an address with too many failed logins', () => {
  const never = async (): Promise<boolean> => false

  it('has no signature checked, but of a token that was good before', async () => {
    const identify = openJwtIdentity({ ...shared, key: createLocalJWKSet(keySet) })
    const token = good.ES256({ sub: 'ann' })
    expect(await identify(token, never)).toEqual({ kind: 'REFUSED' })
    expect(await identify(token, mayCheck)).toMatchObject({ kind: 'KNOWN' })
    expect(await identify(token, never)).toMatchObject({ kind: 'KNOWN', viewer: { name: 'ann' } })
    expect(await identify(good.ES256({ sub: 'ben' }), never)).toEqual({ kind: 'REFUSED' })
  })
})
