import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { openRawClient } from './raw-client.ts'

/** Asks of the admin API that go on until they are stopped. Resolves then to how many were answered, by status. */
export type AdminFlood = { stop(): Promise<ReadonlyMap<string, number>> }

/** One connection on which so many requests are on their way at any time; what comes back is thrown away. */
export async function pipelined(port: number, path: string, atOnce: number): Promise<AdminFlood> {
  const statuses = new Map<string, number>()
  const state = { stopped: false }
  const get = `GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`
  const client = await openRawClient(port, { allowHalfOpen: false })
  client.socket.removeAllListeners('data')
  let owed = 0
  client.socket.on('data', (bytes: Buffer) => {
    const heads = bytes.toString('latin1').match(/HTTP\/1\.1 \d{3}/g) ?? []
    for (const head of heads) count(statuses, head.slice(9))
    owed -= heads.length
    if (!state.stopped && owed < atOnce / 2) send()
  })
  send()
  return {
    async stop() {
      state.stopped = true
      client.socket.destroy()
      await client.closed
      return statuses
    },
  }

  function send(): void {
    const more = Math.max(Math.floor(atOnce - owed), 0)
    owed += more
    client.socket.write(get.repeat(more))
  }
}

/** So many clients from each of these addresses, each of which asks again as soon as it has its answer. */
export function asking(url: string, clients: number, addresses: readonly string[] = ['127.0.0.1']): AdminFlood {
  const statuses = new Map<string, number>()
  const state = { stopped: false }
  const agents = addresses.map((localAddress) => new Agent({ keepAlive: true, maxSockets: clients, localAddress }))
  const running = agents.flatMap((agent) => Array.from({ length: clients }, () => keepAsking(agent)))
  return {
    async stop() {
      state.stopped = true
      await Promise.all(running)
      for (const agent of agents) agent.destroy()
      return statuses
    },
  }

  async function keepAsking(agent: Agent): Promise<void> {
    for (let round = 0; round < 100_000 && !state.stopped; round += 1) count(statuses, await statusOf(url, agent))
  }
}

/** Subscriptions over Server-Sent Events until one is refused, at most so many; they are held until the flood is stopped. */
export async function subscribing(url: string, token: string, most: number): Promise<AdminFlood> {
  const statuses = new Map<string, number>()
  const held: IncomingMessage[] = []
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity })
  for (let opened = 0; opened < most && !statuses.has('429'); opened += 100) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => subscribeOnce(url, token, agent)))
    for (const answer of answers) count(statuses, String(answer?.statusCode ?? 'cut'))
    held.push(...answers.filter((answer) => answer !== undefined))
  }
  return {
    async stop() {
      for (const stream of held) stream.destroy()
      return statuses
    },
  }
}

function subscribeOnce(url: string, token: string, agent: Agent): Promise<IncomingMessage | undefined> {
  return new Promise((resolve) => {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const request = httpRequest(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      response.on('error', () => undefined).resume()
      resolve(response)
    })
    request.on('error', () => resolve(undefined))
    request.end(JSON.stringify({ query: 'subscription { trafficTick { requests } }' }))
  })
}

function statusOf(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const request = httpRequest(url, { agent, timeout: 20_000 }, (response) => {
      response.resume()
      response.on('end', () => resolve(String(response.statusCode)))
    })
    request.on('timeout', () => request.destroy(new Error('timeout')))
    request.on('error', (error) => resolve(error.message))
    request.end()
  })
}

function count(statuses: Map<string, number>, status: string): void {
  statuses.set(status, (statuses.get(status) ?? 0) + 1)
}
