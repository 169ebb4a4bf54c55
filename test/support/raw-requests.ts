import type { Draw } from './random.ts'

const video = '/?video=http%3A%2F%2Fs1.origin-cluster%2Fvideo%2F1488%2Fxcg2djHckad.m3u8'
const pasted = '/?video=http://s12.origin-cluster/v/a.m3u8?t=1&_HLS_msn=3&CMCD=bl%3D1&x=%41'

const chrome = [
  'User-Agent: Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
  'Accept: */*',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Accept-Language: de-CH,de;q=0.9',
  'Origin: https://player.example.com',
  'Referer: https://player.example.com/',
]
const players: readonly (readonly string[])[] = [
  [],
  ['User-Agent: curl/8.5', 'Accept: */*'],
  chrome,
  ['User-Agent: Roku/DVP-9.10 (519.10E04111A)', 'Connection: keep-alive'],
  ['User-Agent: AppleCoreMedia/1.0', 'X-Playback-Session-Id: 1', 'Range: bytes=0-1', 'Connection: keep-alive'],
  ['X-Forwarded-For: 203.0.113.7, 198.51.100.2', 'X-Country: DE', 'User-Agent: VLC/3.0 LibVLC/3.0'],
  ['CMCD-Request: bl=21300', 'CMCD-Session: sid="a"', 'connection: close'],
]

/** Header fields that change what a request is, or that some parser may take so. */
const telling = [
  'Content-Length: 0', 'Content-Length: 5', 'Content-Length: +5', 'Content-Length: 5, 5', 'Content-Length : 3', 'content-length: 00',
  'Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Transfer-Encoding : chunked', 'Transfer-Encoding: identity',
  'Expect: 100-continue', 'Expect: x', 'Upgrade: websocket', 'Upgrade: h2c', 'Connection: upgrade', 'Connection: close', 'Connection: Close',
  'Connection: close, x', 'Connection: keep-alive, close', 'Connection:', 'Connection: te', 'Connection: host', 'Proxy-Connection: close',
  'Keep-Alive: timeout=1', 'Host: h', 'Host: ', 'Host: a b', 'Host: h:80', 'Host: h:99999', 'Host: u@h', 'Host: [::1]', 'host: x', 'HOST:h',
  'Host\t: h', ' Host: h', 'X: a\tb', 'X: \x80', 'X: \x00', 'X:\x0b', 'X', ': x', 'X-Forwarded-For: 192.0.2.9', 'X-Forwarded-For: x',
  'X-Sluice-Client-Address: 203.0.113.66', 'Forwarded: for=192.0.2.4', 'X-Country: FR', 'X-Country: ', 'User-Agent: Roku', 'User-Agent:',
  'Sec-Fetch-Mode: navigate', 'Accept: text/html', 'TE: trailers', 'Trailer: X', 'Cookie: a=b', 'Origin: null', `X: ${'y'.repeat(9_000)}`,
] // prettier-ignore

const targets = [
  video, pasted, '/?', '/', '*', '/?video=', '/?video=a&video=b', '/?video=http://s1.elsewhere/a', '/health/live', '/nothing', '/config', '/??',
  '//?x', 'http://a.example/?video=http://s1.origin-cluster/a', 'http://u@h/?video=http://s1.origin-cluster/a', '/?video=http://s1.origin-cluster/%zz',
  '/?video=http://s1.origin-cluster/..', '/?video=http://s1.origin-cluster/a#b', `/?video=http://s3.origin-cluster/${'p'.repeat(4_200)}`,
  `/?x=${'q'.repeat(9_000)}`, '/?video=http://s1.origin-cluster/é', '/?video=http://s1.origin-cluster/a"b', '/?video=HTTPS://S007.Origin-Cluster:443//a',
  '/?x=\x7f&video=http://s1.origin-cluster/a', '/?x=\xe9&video=http://s1.origin-cluster/a', '/?x=\t&video=http://s1.origin-cluster/a',
] // prettier-ignore

const methods = ['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'get', 'GETX', 'PRI', 'CONNECT', 'TRACE', 'DESCRIBE']
const versions = ['HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/0.9', 'http/1.1', 'HTTP/1.1 ', '']

function write(
  method: string,
  target: string,
  fields: readonly string[],
  host = 'balancer.example.com',
  version = 'HTTP/1.1',
): string {
  return [`${method} ${target} ${version}`, `Host: ${host}`, ...fields, '', ''].join('\r\n')
}

/** Requests as players and others send them, and some that only a parser of all of HTTP reads. */
export const typicalRequests: readonly string[] = [
  ...players.flatMap((fields) => [write('GET', video, fields, 'a'), write('GET', '/?video=http://s1.origin-cluster/v?a=1', fields, 'b:8000')]),
  ...['HEAD', 'OPTIONS', 'POST', 'DELETE'].map((method) => write(method, '/?video=http://s1.origin-cluster/v', [], 'a')),
  ...targets.filter((target) => target.length < 100).map((target) => write('GET', target, [], 'a')),
  write('POST', '/', ['Content-Length: 5'], 'a') + 'hello',
  write('GET', '/?video=http://s1.origin-cluster/v', ['Transfer-Encoding: chunked'], 'a') + '2\r\nab\r\n0\r\n\r\n',
  write('GET', '/?video=http://s1.origin-cluster/v', ['Content-Length: 0'], 'a'),
  write('GET', '/?video=http://s1.origin-cluster/v', ['Expect: 100-continue'], 'a'),
  write('GET', '/?video=http://s1.origin-cluster/v', ['Host: b'], 'a'),
  write('GET', '/?video=http://s1.origin-cluster/v', ['Connection: close, x'], 'a'),
  write('GET', '/?video=http://s1.origin-cluster/v', ['Upgrade: websocket', 'Connection: Upgrade'], 'a'),
  write('GET', '/?video=http://s1.origin-cluster/v', [], 'a', 'HTTP/1.0'),
  'GET /?video=http://s1.origin-cluster/v HTTP/1.1\nHost: a\n\n',
  '\r\nGET /?video=http://s1.origin-cluster/v HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /?video=http://s1.origin-cluster/v HTTP/1.1\r\n\r\n',
] // prettier-ignore

/** A request like those of players, one of ten of them unlike. */
function drawRequest(draw: Draw): string {
  const fields = [...draw.of(players)]
  const isOdd = draw.chance(0.3)
  const target = draw.chance(isOdd ? 0.4 : 0.05)
    ? draw.of(targets)
    : draw.chance(0.2)
      ? pasted
      : `${video}%3Fn%3D${draw.below(50)}`
  if (isOdd && draw.chance(0.5)) fields.splice(draw.below(fields.length + 1), 0, draw.of(telling))
  const method = isOdd && draw.chance(0.2) ? draw.of(methods) : 'GET'
  const version = isOdd && draw.chance(0.1) ? draw.of(versions) : 'HTTP/1.1'
  const request = write(method, target, fields, 'balancer.example.com', version)
  return isOdd && draw.chance(0.4) ? mutate(draw, request) : request
}

const pieces = ['\r', '\n', '\r\n', '\r\n\r\n', ' ', '\t', ':', '\x00', '\x7f', '\xff', '%', '#', '0', ',', 'GET ', 'HTTP/1.1', '\r\n ', '/'] // prettier-ignore

/** Changes a request in one or a few places. */
function mutate(draw: Draw, request: string): string {
  let bytes = request
  for (let count = 1 + draw.below(3); count > 0; count -= 1) {
    const at = draw.below(bytes.length + 1)
    const [before, after] = [bytes.slice(0, at), bytes.slice(at)]
    const length = 1 + draw.below(8)
    bytes = draw.of([
      () => before + draw.of(pieces) + after,
      () => before + after.slice(length),
      () => before + after.slice(0, length) + after,
      () => before + String.fromCharCode(draw.below(256)) + after.slice(1),
      () => bytes.replaceAll('\r\n', draw.of(['\n', '\r', '\r\r\n', '\r\n'])),
      () => before,
      () => before + after.toUpperCase(),
    ])()
  }
  return bytes
}

export type Conversation = {
  readonly requests: number
  readonly pieces: readonly string[]
}

/** One to 100 requests on one connection, in pieces that end anywhere. */
export function drawConversation(draw: Draw): Conversation {
  const count = draw.chance(0.5) ? 1 : draw.chance(0.8) ? 2 + draw.below(5) : 2 + draw.below(99)
  // A parser error ends the connection, so few of many are odd.
  const bytes = Array.from({ length: count }, () => (count < 7 || draw.chance(0.02) ? drawRequest(draw) : draw.of(typicalRequests.slice(0, 14)))) // prettier-ignore
  return { requests: count, pieces: split(draw, bytes.join('')) }
}

function split(draw: Draw, bytes: string): readonly string[] {
  const cuts = Array.from({ length: draw.chance(0.4) ? 0 : 1 + draw.below(4) }, () => draw.below(bytes.length + 1))
  const ends = [...cuts.toSorted((a, b) => a - b), bytes.length]
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end)).filter((piece) => piece !== '')
}
