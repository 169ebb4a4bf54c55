import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { olderNode } from '../support/older-node.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { openRawClient } from '../support/raw-client.ts'
import { foreignAddress, innerRequest, smuggled } from '../support/smuggled.ts'

/** The oldest that may run Sluice. It keeps a thousand headers of a request, and reads the request by all of them. */
const version = '22.18.0'

let group: Group | undefined
let missing = ''
beforeAll(async () => {
  const node = await olderNode(version)
  if ('missing' in node) missing = node.missing
  else group = await startGroup({ node: node.path })
})
afterAll(() => group?.destroy())

/** Resolves when the worker has closed the connection, or a second after its last byte. */
async function send(port: number, bytes: string): Promise<void> {
  const client = await openRawClient(port)
  client.socket.setTimeout(1_000, () => client.socket.destroy())
  await client.send(bytes)
  await client.closed
}

describe(`run by Node ${version}`, () => {
  it('lets nothing in beside a request, nor with an address of its own', async ({ skip }) => {
    skip(missing !== '', missing)
    const { port, url, token } = group as Group
    const rows = smuggled(innerRequest(token), [0, 900, 996, 1_100, 2_500])
    for (const { bytes } of rows) await send(port, bytes)
    // As somebody who guesses tokens.
    for (const { bytes } of smuggled(innerRequest('wrong'), [996, 1_100])) await send(port, bytes)
    const { data, errors } = await graphql<{
      liveRevision: { number: number }
      auditLog: { edges: { node: { address: string } }[] }
    }>(url, token, '{ liveRevision { number } auditLog(first: 100) { edges { node { address } } } }')
    expect(errors).toBeUndefined()
    expect(data?.liveRevision.number).toBe(1)
    expect(data?.auditLog.edges.map(({ node }) => node.address)).not.toContain(foreignAddress)
    expect((await ask(`${url}/health/ready`)).status).toBe(200)
  })
})
