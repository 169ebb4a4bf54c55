import { openMany } from './floods.ts'
import type { RawClient } from './raw-client.ts'

/** A connection that takes its time; `bytes` come at once, then `piece` again and again. */
export type SlowKind = {
  readonly count: number
  readonly bytes: string
  /** One of these each second; empty: never a byte more. */
  readonly piece: string
}

export type SlowClient = {
  readonly kind: string
  /** Resolves when the connection is closed: to what came back, and how long that took since it was open. */
  readonly gone: Promise<{ readonly text: string; readonly ms: number }>
  destroy(): void
}

/** Head and body a byte a second, and nothing at all. The body is one that the control process waits for. */
export function slowKinds(counts: { readonly heads: number; readonly bodies: number; readonly idle: number }, token: string) {
  const fields = `Host: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n`
  return {
    head: { count: counts.heads, bytes: 'GET /?video=', piece: 'x' },
    body: { count: counts.bodies, bytes: `POST /graphql HTTP/1.1\r\n${fields}{"query":`, piece: ' ' },
    idle: { count: counts.idle, bytes: '', piece: '' },
  } satisfies Record<string, SlowKind>
}

/** Opens them all, and goes on with each until it is closed. */
export async function openSlowClients(port: number, kinds: Readonly<Record<string, SlowKind>>): Promise<readonly SlowClient[]> {
  const opened = Object.entries(kinds).map(async ([kind, slow]) =>
    (await openMany(port, slow.count)).map((client) => goOn(kind, slow, client)),
  )
  return (await Promise.all(opened)).flat()
}

function goOn(kind: string, { bytes, piece }: SlowKind, client: RawClient): SlowClient {
  const opened = performance.now()
  if (bytes !== '') client.socket.write(bytes, 'latin1')
  const trickle = piece === '' ? undefined : setInterval(() => client.socket.writable && client.socket.write(piece), 1_000)
  const gone = client.closed.then((text) => {
    clearInterval(trickle)
    return { text, ms: performance.now() - opened }
  })
  return { kind, gone, destroy: () => client.socket.destroy() }
}
