import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { freePort, startGroup, type Group } from '../support/process-group.ts'
import { openSocket } from '../support/web-socket.ts'

/** What a client makes up, and what the proxy in front of Sluice adds to it. */
const sent = { 'x-sluice-client-address': '6.6.6.6', forwarded: 'for=6.6.6.6', 'x-forwarded-for': '6.6.6.6, 192.0.2.7' }

type Headers = Readonly<Record<string, string>>
type Control = { readonly url: string; readonly token: string }
let ratio = 100

/** Each makes one change. */
const transports = {
  async REST({ url, token }: Control, extra: Headers) {
    const headers = { ...extra, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { status } = await ask(`${url}/config`, { method: 'PUT', headers, body: JSON.stringify({ ratio: (ratio += 1) }) })
    expect(status).toBe(200)
  },
  async 'GraphQL over HTTP'({ url, token }: Control, extra: Headers) {
    const headers = { ...extra, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { body } = await ask(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: edit() }) })
    expect(body).toContain('UpdateSettingsSuccess')
  },
  async 'GraphQL over WebSocket'({ url, token }: Control, headers: Headers) {
    const init = { type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }
    const { socket, received } = await openSocket(url, [init], { headers })
    await once(socket, 'message')
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: edit() } }))
    await once(socket, 'message')
    expect(JSON.stringify(received)).toContain('UpdateSettingsSuccess')
    socket.close()
  },
}

const edit = () => `mutation { updateSettings(input: { ratio: ${(ratio += 1)} }) { __typename } }`

async function lastAddress({ url, token }: Control): Promise<string | undefined> {
  type Log = { readonly auditLog: { readonly edges: readonly { readonly node: { readonly address: string } }[] } }
  const { data } = await graphql<Log>(url, token, '{ auditLog(first: 1) { edges { node { address } } } }')
  return data?.auditLog.edges[0]?.node.address
}

describe.each([
  { where: 'on the public listener', trusts: 'nobody', address: '127.0.0.1', env: {} },
  { where: 'on the public listener', trusts: 'the proxy', address: '192.0.2.7', env: { TRUSTED_PROXIES: '127.0.0.1' } },
  { where: 'on ADMIN_PORT', trusts: 'nobody', address: '127.0.0.1', env: { ADMIN_PORT: 'free' } },
  {
    where: 'on ADMIN_PORT',
    trusts: 'the proxy',
    address: '192.0.2.7',
    env: { ADMIN_PORT: 'free', TRUSTED_PROXIES: '127.0.0.1' },
  },
])('$where, where $trusts is trusted, the audit trail has $address', ({ address, env }) => {
  let group: Group
  let control: Control
  beforeAll(async () => {
    const adminPort = String(await freePort())
    group = await startGroup({ env: { ...env, ...('ADMIN_PORT' in env ? { ADMIN_PORT: adminPort } : {}) } })
    control = 'ADMIN_PORT' in env ? { url: `http://127.0.0.1:${adminPort}`, token: group.token } : group
  })
  afterAll(() => group.destroy())

  it.each(Object.entries(transports))('of a change over %s', async (_name, change) => {
    await change(control, sent)
    expect(await lastAddress(control)).toBe(address)
  })
})
