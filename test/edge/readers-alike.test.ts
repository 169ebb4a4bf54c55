import { connect } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WorkerReport } from '../../src/ports/worker-link.ts'
import { revisionWith } from '../support/config.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { drawFrom } from '../support/random.ts'
import { drawConversation, typicalRequests, type Conversation } from '../support/raw-requests.ts'
import { settle } from '../support/settle.ts'

/** A million of them by hand: SEED=1 COUNT=1000000 npx vitest run test/edge/readers-alike.test.ts */
const SEED = Number(process.env['SEED'] ?? 1_488)
const COUNT = Number(process.env['COUNT'] ?? 20_000)
/** Typical requests that are split everywhere: each offset is a connection of each reader. */
const SPLIT = 50

const tiers = ['off', 'public', 'handles'] as const
type Outcome = { readonly text: string; readonly isReset: boolean }

const edges: Edge[] = []
beforeAll(async () => {
  const revision = revisionWith({
    ratio: 3,
    cdns: ['a', 'b', 'c'].map((key) => ({ key })),
    pools: [
      { key: 'sticky', policy: 'STICKY', members: { a: 1, b: 2, c: 1 } },
      { key: 'roku', members: { a: 1, b: 1 } },
      { key: 'german', members: { c: 1 } },
    ],
    rules: [
      { key: '1', pool: 'roku', position: 1, match: { userAgents: ['Roku'] } },
      { key: '2', pool: 'german', position: 2, match: { countries: ['DE'] } },
      { key: '3', pool: 'sticky', position: 3 },
    ],
  })
  for (const fastTier of tiers)
    edges.push(await openEdge({ fastTier, trustedProxies: '127.0.0.1', geoHeaders: 'country:X-Country' }, revision))
})
afterAll(() => Promise.all(edges.map((edge) => edge.close())))

it(`answer ${COUNT} drawn requests alike, with seed ${SEED}`, { timeout: COUNT * 10 + 60_000 }, async () => {
  const draw = drawFrom(SEED)
  for (let asked = 0; asked < COUNT;) {
    const conversation = drawConversation(draw)
    asked += conversation.requests
    const hasLast = draw.chance(0.5)
    if (!endsAnswers.test(conversation.pieces.join(''))) await compare(conversation.pieces, hasLast)
  }
  const [parser, ...others] = await countAll()
  expect(parser?.cdn).toBeGreaterThan(0)
  expect(others).toEqual([parser, parser])
})

it(`answer ${SPLIT} typical requests alike wherever each is split`, { timeout: 120_000 }, async () => {
  for (const request of typicalRequests.slice(0, SPLIT))
    for (let at = 1; at < request.length; at += 1) await compare([request.slice(0, at), request.slice(at)], false)
  const [parser, ...others] = await countAll()
  expect(parser?.cdn).toBeGreaterThan(0)
  expect(others).toEqual([parser, parser])
})

/**
 * A `PRI` that Node's parser takes, since it is of HTTP/0.9. Node's server then ends the connection at once ("got PRI request" in
 * `_http_server`), and answers to requests before it in the same piece are lost with it. The tier has sent them.
 */
const endsAnswers = /PRI [^ \r\n]+\r?\n/

/** Sends the pieces to all, and ends behind a last plain request, which tells whether the connection still was one, or behind nothing. */
async function compare(pieces: Conversation['pieces'], hasLast: boolean): Promise<void> {
  const all = hasLast ? [...pieces, last] : pieces
  const [parser, ...others] = await Promise.all(edges.map(({ port }) => converse(port, all)))
  for (const [index, other] of others.entries())
    expect({ pieces: all, tier: tiers[index + 1], ...other }).toEqual({ pieces: all, tier: tiers[index + 1], ...parser })
}

const last = 'GET /?video=http://s9.origin-cluster/last HTTP/1.1\r\nHost: a\r\n\r\n'

async function converse(port: number, pieces: readonly string[]): Promise<Outcome> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  let text = ''
  let isReset = false
  socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')))
  socket.on('end', () => socket.end())
  socket.on('error', () => (isReset = true))
  const closed = once(socket, 'close')
  for (const piece of pieces) {
    socket.write(piece, 'latin1')
    await settle()
  }
  socket.end()
  await closed
  return { text: text.replaceAll(/^Date: .*\r\n/gm, ''), isReset }
}

function countAll(): Promise<readonly (WorkerReport['traffic'] | undefined)[]> {
  return Promise.all(
    edges.map(async ({ clock, link }) => {
      await clock.advance(1_500) // a report comes
      return link.reports.all.at(-1)?.traffic
    }),
  )
}
