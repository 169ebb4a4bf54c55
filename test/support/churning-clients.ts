import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { drawFrom, type Draw } from './random.ts'

/** Clients that nobody wishes for. Each opens a connection, does its worst and opens the next one, until they are stopped. */
export type Churn = {
  /** Resolves when all connections are closed, to how many there were of each kind. */
  stop(): Promise<Readonly<Record<string, number>>>
}

const plain = 'GET /?video=http://s1.origin-cluster/v/x.m3u8 HTTP/1.1\r\nHost: a\r\n\r\n'
/** Answers to so many fill what the kernel buffers. */
const MANY = 20_000
/** A client that stops reading is let go after 30 s; most are gone before. */
const MAX_UNREAD_MS = 10_000

const kinds: Readonly<Record<string, (socket: Socket, draw: Draw) => Promise<void> | void>> = {
  'opens and goes': () => undefined,
  'asks and resets': (socket) => send(socket, plain),
  'sends half a head': (socket, draw) => send(socket, plain.slice(0, 1 + draw.below(plain.length - 2))),
  'sends half a head behind a request': (socket, draw) => send(socket, plain + plain.slice(0, 1 + draw.below(plain.length - 2))),
  'sends garbage': (socket, draw) =>
    send(socket, Array.from({ length: 300 }, () => String.fromCharCode(draw.below(256))).join('')),
  'sends half a body': (socket) =>
    send(socket, plain.replace('GET', 'POST').replace('\r\n\r\n', '\r\nContent-Length: 9\r\n\r\nabc')),
  async 'ends its side'(socket) {
    socket.end(plain)
    await once(socket, 'end')
  },
  async 'asks in two pieces'(socket) {
    await send(socket, plain.slice(0, 30))
    socket.write(plain.slice(30))
    await once(socket, 'data')
  },
  async 'stops reading'(socket, draw) {
    socket.pause()
    void send(socket, plain.repeat(MANY)).catch(() => undefined)
    await pause(draw.below(MAX_UNREAD_MS))
  },
}

export function startChurn(port: number, clients: number, seed: number): Churn {
  const draw = drawFrom(seed)
  const quick = Object.keys(kinds).filter((name) => name !== 'stops reading')
  const counts: Record<string, number> = {}
  const sockets = new Set<Socket>()
  const state = { isStopped: false }
  const running = Promise.all(Array.from({ length: clients }, keepComing))
  return {
    async stop() {
      state.isStopped = true
      for (const socket of sockets) socket.destroy()
      await running
      return counts
    },
  }

  async function keepComing(): Promise<void> {
    for (let count = 0; count < 10_000_000 && !state.isStopped; count += 1) {
      const name = draw.chance(0.02) ? 'stops reading' : draw.of(quick) // else all would soon be doing that
      counts[name] = (counts[name] ?? 0) + 1
      await come(name)
    }
  }

  async function come(name: string): Promise<void> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.resume() // an unread end would never be told
    const closed = once(socket, 'close')
    try {
      await Promise.race([once(socket, 'connect').then(() => kinds[name]?.(socket, draw)), closed])
    } catch {
      // It was closed meanwhile, which is what such clients get.
    }
    if (draw.chance(0.5)) socket.resetAndDestroy()
    else socket.destroy()
    await closed
    sockets.delete(socket)
  }
}

/** Does this again and again, so many milliseconds apart, for a while. */
export async function during(ms: number, periodMs: number, act: () => Promise<void>): Promise<void> {
  const startedMs = performance.now()
  while (performance.now() - startedMs < ms) {
    await act()
    await pause(periodMs)
  }
}

function send(socket: Socket, bytes: string): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, 'latin1', () => resolve()))
}
