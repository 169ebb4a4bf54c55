import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { Resolver } from 'node:dns/promises'

/** Addresses of a name, or how the server fails for it. */
export type DnsRecords = Readonly<Record<string, { readonly A?: DnsAnswer; readonly AAAA?: DnsAnswer }>>
type DnsAnswer = readonly string[] | 'SILENCE' | 'SERVFAIL'

export type FakeDns = {
  /** Address and port of it. */
  readonly address: string
  /** A resolver that asks this server alone. */
  newResolver(options?: { readonly timeout: number; readonly tries: number }): Resolver
  /** Questions that came, as `A name`. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

const NO_NAME = 3
const FAILURE = 2

/** A name server on loopback. It does not know other names than these. */
export async function startFakeDns(records: DnsRecords): Promise<FakeDns> {
  const asked: string[] = []
  const socket = createSocket('udp4', (question, asker) => {
    const { name, kind, end } = readQuestion(question)
    asked.push(`${kind} ${name}`)
    const answer = name in records ? (records[name]?.[kind] ?? []) : NO_NAME
    if (answer === 'SILENCE') return
    const addresses = typeof answer === 'object' ? answer : []
    const code = answer === 'SERVFAIL' ? FAILURE : answer === NO_NAME ? NO_NAME : 0
    const header = Buffer.from(question.subarray(0, 12))
    header.writeUInt16BE(0x8180 | code, 2)
    header.writeUInt16BE(addresses.length, 6)
    header.writeUInt32BE(0, 8)
    socket.send(Buffer.concat([header, question.subarray(12, end), ...addresses.map(recordOf)]), asker.port, asker.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  const address = `127.0.0.1:${port}`
  return {
    address,
    newResolver(options) {
      const resolver = new Resolver(options)
      resolver.setServers([address])
      return resolver
    },
    asked,
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function readQuestion(question: Buffer): { readonly name: string; readonly kind: 'A' | 'AAAA'; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), kind: question.readUInt16BE(at + 1) === 1 ? 'A' : 'AAAA', end: at + 5 }
}

function recordOf(address: string): Buffer {
  const isVersion4 = address.includes('.')
  const bytes = isVersion4 ? address.split('.').map(Number) : expand(address)
  return Buffer.from([0xc0, 0x0c, 0, isVersion4 ? 1 : 28, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes])
}

/** Bytes of an IPv6 address that has "::" in it. */
function expand(address: string): readonly number[] {
  const [before = '', after = ''] = address.split('::')
  const words = (text: string): number[] => (text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16)))
  const [head, tail] = [words(before), words(after)]
  const all = [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail]
  return all.flatMap((word) => [word >> 8, word & 0xff])
}
