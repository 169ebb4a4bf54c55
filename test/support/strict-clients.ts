import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Players that ask as fast as they are answered, and account for every request. */
export type StrictClients = {
  /** Requests with a complete answer below 500. */
  answered(): number
  /** How often requests had another fate, and connections were not made, by what happened. */
  failures(): Readonly<Record<string, number>>
  /** As a load balancer does once a node is not ready: what is connected goes on, nobody connects anew. */
  stopConnecting(): void
  /** Resolves when every client has had the answer to its last request. */
  stop(): Promise<void>
  /** Resolves when every client has ended, after `stop` or for want of a connection. */
  readonly ended: Promise<unknown>
}

/** How many clients there are: on a connection each as long as it lasts, the same with a pause of some ms, on one for each request. */
export type ClientCounts = { readonly keepAlive: number; readonly pausing: number; readonly short: number }

const TIMEOUT_MS = 10_000

/**
 * A request fails when its connection is refused, reset, closed or silent after the request was written and before the answer was
 * whole, or when the answer is 5xx. A client never writes on a connection whose last answer said `Connection: close`, and takes no
 * offence when an idle one is closed before it writes. Nothing is asked twice.
 */
export function startStrictClients(port: number, path: string, counts: ClientCounts): StrictClients {
  const failures: Record<string, number> = {}
  let answered = 0
  const stopping = new AbortController()
  let mayConnect = true

  const clients = [
    ...Array.from({ length: counts.keepAlive }, () => run(true, 0)),
    ...Array.from({ length: counts.pausing }, (_, index) => run(true, 1 + (index % 20))),
    ...Array.from({ length: counts.short }, () => run(false, 0)),
  ]
  const ended = Promise.all(clients)
  return {
    answered: () => answered,
    failures: () => failures,
    stopConnecting: () => void (mayConnect = false),
    stop: async () => {
      stopping.abort()
      await ended
    },
    ended,
  }

  async function run(keepAlive: boolean, pauseMs: number): Promise<void> {
    let connection: Connection | undefined
    while (!stopping.signal.aborted) {
      if (connection === undefined || connection.isOver()) {
        if (!mayConnect) return
        const opened = await openConnection(port)
        if (typeof opened === 'string') {
          fail(opened)
          return
        }
        connection = opened
      }
      const failure = await connection.ask(path, keepAlive)
      if (failure === undefined) answered += 1
      else fail(failure)
      if (pauseMs > 0) await pause(pauseMs)
    }
    connection?.close()
  }

  function fail(what: string): void {
    failures[what] = (failures[what] ?? 0) + 1
  }
}

type Connection = {
  /** Resolves to what went wrong; undefined: it was answered. */
  ask(path: string, keepAlive: boolean): Promise<string | undefined>
  /** Nothing more may be asked here. */
  isOver(): boolean
  close(): void
}

function openConnection(port: number): Promise<Connection | string> {
  const { promise, resolve } = Promise.withResolvers<Connection | string>()
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`silent for ${TIMEOUT_MS} ms`)))
  socket.once('connect', () => resolve(connectionOver(socket)))
  socket.once('error', (error) => resolve(`not connected: ${error.message}`))
  return promise
}

function connectionOver(socket: Socket): Connection {
  let isOver = false
  let received = ''
  let settle: ((failure: string | undefined) => void) | undefined
  let problem = 'closed'
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1')
    const answer = parseAnswer(received)
    if (answer === undefined) return
    received = ''
    settle?.(answer.status < 500 ? undefined : `answered ${answer.status}`)
    if (answer.isLast) end()
  })
  socket.on('error', (error) => (problem = error.message))
  socket.on('end', end)
  socket.on('close', end)

  function end(): void {
    isOver = true
    socket.destroy()
    settle?.(`lost after it was written, with ${received.length} bytes of its answer: ${problem}`)
  }

  return {
    isOver: () => isOver,
    close: () => socket.destroy(),
    ask(path, keepAlive) {
      const { promise, resolve } = Promise.withResolvers<string | undefined>()
      settle = (failure) => {
        settle = undefined
        resolve(failure)
      }
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${keepAlive ? '' : 'Connection: close\r\n'}\r\n`)
      return promise
    },
  }
}

/** A whole answer, which has to tell its length. */
function parseAnswer(text: string): { readonly status: number; readonly isLast: boolean } | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = text.slice(0, headEnd)
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1])
  if (text.length < headEnd + 4 + length) return undefined
  return { status: Number(head.split(' ')[1]), isLast: /^connection: close$/im.test(head) }
}
