import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A bare connection: sends what it is told to, byte for byte, and keeps what comes back. */
export type RawClient = {
  readonly socket: Socket
  /** Resolves when the bytes, one a character, have left this process. */
  send(bytes: string): Promise<void>
  /** All that has come back so far, one character a byte. */
  received(): string
  /** Resolves to all that came back when the connection is closed, in good order or not. */
  readonly closed: Promise<string>
}

/** `allowHalfOpen`: the client keeps its side open when the server ends its own. */
export async function openRawClient(port: number, { allowHalfOpen = false } = {}): Promise<RawClient> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen, noDelay: true })
  let text = ''
  socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')))
  socket.on('error', () => undefined) // 'close' follows
  const closed = once(socket, 'close').then(() => text)
  await once(socket, 'connect')
  return {
    socket,
    closed,
    received: () => text,
    send: (bytes) => new Promise((resolve) => socket.write(bytes, 'latin1', () => resolve())),
  }
}

/** Sends these bytes and resolves to all that came back when the server has closed the connection. */
export async function exchange(port: number, bytes: string): Promise<string> {
  const client = await openRawClient(port)
  await client.send(bytes)
  return client.closed
}

export type RawAnswer = {
  readonly status: number
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Takes apart what came back; throws unless it is whole answers and nothing else. HEAD's answers are named by their positions. */
export function readAnswers(text: string, isOfHead: (position: number) => boolean = () => false): readonly RawAnswer[] {
  const answers: RawAnswer[] = []
  for (let from = 0; from < text.length;) {
    const headEnd = text.indexOf('\r\n\r\n', from)
    const [statusLine = '', ...lines] = text.slice(from, headEnd).split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3}) [\w' -]+$/.exec(statusLine)?.[1])
    if (headEnd === -1 || Number.isNaN(status)) throw new Error(`no answer: ${JSON.stringify(text.slice(from, from + 200))}`)
    const headers = Object.fromEntries(lines.map((line) => [line.split(': ')[0]?.toLowerCase(), line.replace(/^[^:]*: /, '')]))
    const hasBody = status >= 200 && status !== 204 && !isOfHead(answers.length)
    const bodyEnd = headEnd + 4 + (hasBody ? Number(headers['content-length']) : 0)
    if (!(bodyEnd <= text.length)) throw new Error(`half an answer: ${JSON.stringify(text.slice(from, from + 200))}`)
    answers.push({ status, headers, body: text.slice(headEnd + 4, bodyEnd) })
    from = bodyEnd
  }
  return answers
}
