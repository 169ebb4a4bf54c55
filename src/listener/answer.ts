import type { ServerResponse } from 'node:http'

/** An answer as data, before it is written. The body is empty or text in UTF-8. */
export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** JSON that a page's script may read, most often an error: CORS makes it visible to a player. */
export function jsonAnswer(status: number, body: object, more: Readonly<Record<string, string>> = {}): Answer {
  const text = JSON.stringify(body)
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
    ...more,
  }
  return { status, headers, body: text }
}

export function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers)
  if (body === '') response.end()
  else response.end(body)
}
