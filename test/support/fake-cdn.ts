import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket, type Server as TlsServer } from 'node:tls'
import type { KeyPair } from './certificates.ts'

/** What a fake CDN does with a request, or with a connection. */
export type Conduct =
  /** Answers, `afterMs` later. */
  | {
      readonly does: 'ANSWERS'
      readonly status?: number
      readonly head?: string
      readonly body?: string
      readonly afterMs?: number
    }
  /** Sends these bytes as they are, then ends the connection. */
  | { readonly does: 'SENDS'; readonly bytes: string }
  /** Sends a body without an end, as fast as it is taken. */
  | { readonly does: 'FLOODS' }
  /** Sends a byte of the body every 50 ms. */
  | { readonly does: 'DRIPS' }
  /** Says nothing. One without a certificate has no answer to a handshake, whatever its conduct. */
  | { readonly does: 'HANGS' }
  | { readonly does: 'RESETS' }
  /** Ends the connection without an answer. */
  | { readonly does: 'CLOSES' }
  /** Refuses connections: nobody listens. Not in turn with others. */
  | { readonly does: 'REFUSES' }

export const serves: Conduct = { does: 'ANSWERS', body: '#EXTM3U\n' }
export const fails: Conduct = { does: 'ANSWERS', status: 500, body: 'out of order' }
export const halfBody: Conduct = { does: 'SENDS', bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf of it' }

/** A CDN on loopback, whose conduct can be changed while it runs. */
export type FakeCdn = {
  readonly port: number
  /** Base URL with the address that it listens on. */
  readonly url: string
  /** Heads of the requests that came, oldest first. */
  readonly requests: readonly string[]
  /** Connections that were accepted in all, and those that are open. */
  connections(): { readonly all: number; readonly open: number }
  /** Conduct from now on; of several, each request gets the next one, round and round. */
  behave(first: Conduct, ...others: readonly Conduct[]): Promise<void>
  /** Shows another certificate from now on. */
  certify(pair: KeyPair): void
  close(): Promise<void>
}

type Place = { readonly host?: string; readonly port?: number; readonly certificate?: KeyPair }

/** Starts one that serves, on a free port. */
export async function startFakeCdn({ host = '127.0.0.1', port = 0, certificate }: Place = {}): Promise<FakeCdn> {
  const requests: string[] = []
  const open = new Set<Socket>()
  let conducts: readonly Conduct[] = [serves]
  let all = 0
  const server: Server | TlsServer = certificate === undefined ? createServer(take) : createTlsServer(certificate, take)
  server.on('connection', (socket: Socket) => {
    all += 1
    open.add(socket)
    socket.on('error', () => undefined).once('close', () => open.delete(socket))
  })
  server.on('tlsClientError', () => undefined)
  await listen(port)
  const { port: own } = server.address() as AddressInfo
  return {
    port: own,
    url: `${certificate === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${own}`,
    requests,
    connections: () => ({ all, open: open.size }),
    async behave(...next) {
      conducts = next
      const refuses = next[0].does === 'REFUSES'
      if (refuses && server.listening) await end()
      if (!refuses && !server.listening) await listen(own)
    },
    certify: ({ key, cert }) => 'setSecureContext' in server && server.setSecureContext({ key, cert }),
    close: async () => (server.listening ? end() : undefined),
  }

  async function listen(on: number): Promise<void> {
    server.listen(on, host)
    await once(server, 'listening')
  }

  async function end(): Promise<void> {
    server.close()
    for (const socket of open) socket.destroy()
    await once(server, 'close')
  }

  /** Reads one request; each connection is closed behind its answer. */
  function take(socket: Socket): void {
    let head = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      if (head.endsWith('\r\n\r\n')) return
      head += chunk.toString('latin1')
      if (!head.endsWith('\r\n\r\n')) return
      const conduct = conducts[requests.length % conducts.length] ?? serves
      requests.push(head)
      act(socket, conduct, head.startsWith('HEAD '))
    })
  }
}

function act(socket: Socket, conduct: Conduct, isHead: boolean): void {
  switch (conduct.does) {
    case 'ANSWERS': {
      const { status = 200, head = '', body = '', afterMs = 0 } = conduct
      const length = `content-length: ${Buffer.byteLength(body)}\r\n`
      const bytes = `HTTP/1.1 ${status} Fake\r\n${length}${head}\r\n${isHead ? '' : body}`
      if (afterMs === 0) socket.end(bytes)
      else setTimeout(() => socket.end(bytes), afterMs)
      return
    }
    case 'SENDS':
      socket.end(conduct.bytes)
      return
    case 'FLOODS':
      flood(socket)
      return
    case 'DRIPS':
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
      drip(socket)
      return
    case 'RESETS':
      if (socket instanceof TLSSocket) socket.destroy()
      else socket.resetAndDestroy()
      return
    case 'CLOSES':
      socket.end()
      return
    case 'HANGS':
    case 'REFUSES':
  }
}

const piece = Buffer.alloc(16_384, 'x')

function flood(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\n\r\n')
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece)) {
      // until nobody takes it
    }
  }
  socket.on('drain', more)
  more()
}

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 50)
  socket.once('close', () => clearInterval(timer))
}
