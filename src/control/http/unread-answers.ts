import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { finished } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from './send-error.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Marks a route whose unread answers share their bytes, and so cost no memory of their own. */
    hasSharedAnswer?: boolean
  }
}

const MIB = 1_048_576
/** Unread bytes of one client above which its next request is refused. */
const MAX_OF_CLIENT = 32 * MIB
/** Unread bytes of all clients above which each may have only `FREE_OF_CLIENT`. */
const MAX_OF_ALL = 256 * MIB
/** A client with at most this many unread bytes is never refused because of others. */
const FREE_OF_CLIENT = MIB

/**
 * Bounds the memory of unread answers: some `MAX_OF_ALL`, and for each client `FREE_OF_CLIENT` and one answer. Known callers are
 * counted by name, others by address. Subscriptions have queues of their own.
 */
export function boundUnreadAnswers(app: FastifyInstance, clientOf: (request: FastifyRequest) => string): void {
  const clients = new Map<string, number>()
  let total = 0

  app.addHook('onRequest', async (request, reply) => {
    await awaitPreviousAnswer(request, reply)
    const bytes = clients.get(clientOf(request)) ?? 0
    if (request.routeOptions.config.probe !== undefined) return undefined
    if (bytes <= (total > MAX_OF_ALL ? FREE_OF_CLIENT : MAX_OF_CLIENT)) return undefined
    const received = `received a request while ${Math.round(bytes / MIB)} MiB of answers to you wait to be read`
    const message = `${received}, allowed are ${MAX_OF_CLIENT / MIB}, less when others do the same; read them first`
    return sendError(request, reply.header('Retry-After', '1'), 429, 'ANSWERS_UNREAD', message)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const bytes = request.routeOptions.config.hasSharedAnswer === true ? 0 : bytesOf(reply, payload)
    if (bytes === 0) return
    const client = clientOf(request)
    count(client, bytes)
    void awaitEnd(reply.raw).then(() => count(client, -bytes))
  })

  function count(client: string, bytes: number): void {
    total += bytes
    const left = (clients.get(client) ?? 0) + bytes
    if (left === 0) clients.delete(client)
    else clients.set(client, left)
  }
}

type Connection = { newest: Promise<void>; waiting: number }

const connections = new WeakMap<Socket, Connection>()

/**
 * Waits until the answer before this one on the connection has gone out: pipelined ones would add up. The connection is paused
 * meanwhile, so only requests that Node read in one piece (64 KiB) wait.
 */
async function awaitPreviousAnswer({ raw: { socket } }: FastifyRequest, { raw: answer }: FastifyReply): Promise<void> {
  const own = awaitEnd(answer)
  const connection = connections.get(socket)
  if (connection === undefined) return void connections.set(socket, { newest: own, waiting: 0 })
  const { newest } = connection
  connection.newest = own
  connection.waiting += 1
  if (connection.waiting === 1) socket.on('resume', pauseAgain).pause()
  await newest
  connection.waiting -= 1
  if (connection.waiting === 0) socket.off('resume', pauseAgain).resume()
}

const ends = new WeakMap<ServerResponse, Promise<void>>()

/** Resolves when the answer has gone out, or never will. It has one listener: Node warns of an answer with over ten. */
function awaitEnd(answer: ServerResponse): Promise<void> {
  const end = ends.get(answer) ?? new Promise<void>((resolve) => void finished(answer, () => resolve()))
  ends.set(answer, end)
  return end
}

/** Pauses again where Node resumes the connection by itself, as it does when its writes have drained. */
function pauseAgain(this: Socket): void {
  this.pause()
}

/** Size of an answer; 0 for an endless stream, which is written as fast as it is read. */
function bytesOf(reply: FastifyReply, payload: unknown): number {
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) return Buffer.byteLength(payload)
  return Number(reply.getHeader('content-length') ?? 0)
}
