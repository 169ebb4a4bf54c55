import type { Duplex } from 'node:stream'
import { STATUS_CODES } from './node-http.ts'

/** Answers on a connection that has no response object, and ends it. */
export function endWithAnswer(socket: Duplex, status: number, body: object, fields: Readonly<Record<string, string>> = {}): void {
  const text = JSON.stringify(body)
  const all = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    ...fields,
    Connection: 'close',
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', text].join('\r\n'))
}
