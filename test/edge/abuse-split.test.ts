import { afterAll, beforeAll, expect, it } from 'vitest'
import { revisionWith } from '../support/config.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { exchange, openRawClient } from '../support/raw-client.ts'
import { settle } from '../support/settle.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const last = `GET ${video} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`

let edge: Edge
beforeAll(async () => {
  edge = await openEdge({}, revisionWith({ ratio: 0 }))
})
afterAll(() => edge.close())

// A segment may end anywhere. What comes back depends on the bytes alone.
it.each<[name: string, bytes: string]>([
  ['GET', last],
  ['HEAD', last.replace('GET', 'HEAD')],
  ['OPTIONS', last.replace('GET', 'OPTIONS')],
  [
    'GET with headers',
    last.replace('\r\n\r\n', '\r\nUser-Agent: x\r\nAccept: */*\r\nCMCD-Request: mtp=1\r\nRange: bytes=0-\r\n\r\n'),
  ],
  ['absolute-form', last.replace('GET /', 'GET http://a.example/')],
  ['HTTP/1.0', `GET ${video} HTTP/1.0\r\n\r\n`],
  ['a refusal', last.replace('origin-cluster', 'elsewhere')],
  ['an unknown path', last.replace(video, '/nothing')],
  ['a health check', last.replace(video, '/health/live')],
  ['empty lines before a request', `\r\n\r\n${last}`],
  ['a body with its length', `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello${last}`],
  [
    'a body in chunks',
    `GET ${video} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nX: y\r\n\r\n${last}`,
  ],
  ['a pair', `HEAD ${video} HTTP/1.1\r\nHost: a\r\n\r\n${last}`],
  ['an error behind a request', `GET ${video} HTTP/1.1\r\nHost: a\r\n\r\nGET ${video} HTTP/1.1\r\nHost: a b\r\n\r\n`],
])('gives the same answer wherever it is split in two: %s', async (_name, bytes) => {
  const whole = withoutDates(await exchange(edge.port, bytes))
  const splits = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1)
  const answers = await Promise.all(
    splits.map(async (at) => withoutDates(await exchangeInTwo(bytes.slice(0, at), bytes.slice(at)))),
  )
  expect(splits.filter((_at, index) => answers[index] !== whole)).toEqual([])
  expect(whole).toMatch(/^HTTP\/1\.1 [^]*\r\n\r\n/)
})

async function exchangeInTwo(first: string, second: string): Promise<string> {
  const client = await openRawClient(edge.port)
  await client.send(first)
  await settle()
  await client.send(second)
  return client.closed
}

function withoutDates(text: string): string {
  return text.replaceAll(/^Date: .*\r\n/gm, '')
}
