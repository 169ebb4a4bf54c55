import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openEdge, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'
import { exchange, openRawClient, readAnswers } from '../support/raw-client.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
/** A head that is fine but for these lines. */
const get = (lines: string, target = video) => `GET ${target} HTTP/1.1\r\nHost: a\r\n${lines}\r\n`
const chunked = (body: string) => `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${body}`
const host = (value: string) => `GET ${video} HTTP/1.1\r\nHost:${value}\r\n\r\n`
const version = (word: string) => `GET ${video} ${word}\r\nHost: a\r\n\r\n`

// One worker takes all of it, and answers the next client as if nothing had been.
let edge: Edge
const warnings: string[] = []
const onWarning = ({ message }: Error): void => void warnings.push(message)
beforeAll(async () => {
  edge = await openEdge()
  process.on('warning', onWarning)
})
afterEach(async () => {
  const { status } = await ask(`${edge.url}${video}`)
  if (status !== 302) throw new Error(`the next client was answered ${status}`)
  if (warnings.length > 0) throw new Error(`on stderr: ${warnings.join(', ')}`)
})
afterAll(async () => {
  process.off('warning', onWarning)
  await edge.close()
})

/** The common form of an error, and the word that nothing follows. */
const error = (status: number, code: string) => ({
  status,
  headers: expect.objectContaining({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
    connection: 'close',
  }),
  body: expect.stringMatching(new RegExp(`^\\{"error":\\{"code":"${code}","message":"[^"]*`)),
})

describe('gets one answer in the usual form, 400 BAD_REQUEST, and its connection is closed:', () => {
  it.each<[name: string, bytes: string]>([
    ['a version in lower case', version('http/1.1')],
    ['another protocol', version('HTTPS/1.1')],
    ['ICE, which only SOURCE may use', version('ICE/1.0')],
    ['tabs between the words of the request line', `GET\t${video}\tHTTP/1.1\r\nHost: a\r\n\r\n`],
    ['a space before the method', ` ${get('')}`],
    ['no target', get('', '')],
    ['a target without its slash', get('', 'video')],
    ['a query for a target', get('', '?video=x')],
    ['a host for a target', get('', 'a:80')],
    ['absolute-form without a host', get('', 'http:///x')],
    ['absolute-form without an authority', get('', 'http://?video=http://s1.origin-cluster/v/x.m3u8')],
    ['absolute-form with a user', get('', `http://u:p@a${video}`)],
    ['absolute-form with one slash', get('', 'http:/x')],
    ['another scheme', get('', 'file:///etc/passwd')],
    ['an asterisk and more', 'OPTIONS *x HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['broken percent-encoding at the end of the path', get('', '/%')],
    ['a path that is not UTF-8', get('', '/%E9')],
    ['UTF-8 in the target', get('', '/?video=http://s1.origin-cluster/\xc3\xa9')],
    ['Latin-1 in the target', get('', '/?video=http://s1.origin-cluster/\xe9')],
    ['NUL in the target', get('', '/?video=\0')],
    ['a control character in the target', get('', '/?video=\x01')],
    ['DEL in the target', get('', '/?video=\x7f')],
    ['a tab in the target', get('', '/?video=a\tb')],
    ['a carriage return in the target', get('', '/?video=a\rb')],
    ['a host of blanks', host(' \t ')],
    ['NUL in the host', host(' a\0b')],
    ['a control character in the host', host(' a\x01b')],
    ['DEL in the host', host(' a\x7fb')],
    ['Latin-1 in the host', host(' \xe9')],
    ['a percent sign in the host', host(' a%00')],
    ['a query in the host', host(' a?b')],
    ['a scheme in the host', host(' http://a')],
    ['a port without a host', host(' :80')],
    ['a port of six digits', host(' a:123456')],
    ['a port beyond 65,535', host(' a:99999')],
    ['a negative port', host(' a:-1')],
    ['two ports', host(' a:1:2')],
    ['an IPv6 host without its end', host(' [::1')],
    ['a host folded over two lines', host(' a\r\n b')],
    ['a fold before the first header', `GET ${video} HTTP/1.1\r\n Host: a\r\n\r\n`],
    ['a header folded over two lines', get('X: a\r\n b\r\n')],
    ['a header folded with a tab', get('X: a\r\n\tb\r\n')],
    ['a header without a name', get(': a\r\n')],
    ['a header without a colon', get('X\r\n')],
    ['brackets in the name of a header', get('X(a): b\r\n')],
    ['UTF-8 in the name of a header', get('X\xc3\xa9: b\r\n')],
    ['NUL in the name of a header', get('X\0Y: a\r\n')],
    ['NUL in a header', get('X: a\0b\r\n')],
    ['a bare carriage return in a header', get('X: a\rY: b\r\n')],
    ['a bare carriage return behind the request line', `GET ${video} HTTP/1.1\rHost: a\r\n\r\n`],
    ['a bare line feed behind the headers', `GET ${video} HTTP/1.1\r\nHost: a\r\n\n`],
    ['no length', get('Content-Length:\r\n')],
    ['a negative length', get('Content-Length: -1\r\n')],
    ['a length with a plus sign', get('Content-Length: +1\r\n')],
    ['a hexadecimal length', get('Content-Length: 0x1\r\n')],
    ['a decimal fraction of a length', get('Content-Length: 1.0\r\n')],
    ['a length of two numbers', get('Content-Length: 1 1\r\n')],
    ['a length beyond 64 bits', get('Content-Length: 18446744073709551616\r\n')],
    ['a list of lengths', get('Content-Length: 1, 1\r\n')],
    ['the same length twice', get('Content-Length: 1\r\nContent-Length: 1\r\n')],
    ['a length behind chunks', get('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n')],
    ['an unknown transfer coding', get('Transfer-Encoding: foo\r\n')],
    ['the transfer coding identity', get('Transfer-Encoding: identity\r\n')],
    ['an empty transfer coding', get('Transfer-Encoding:\r\n')],
    ['a quoted transfer coding', get('Transfer-Encoding: "chunked"\r\n')],
    ['chunks in chunks', get('Transfer-Encoding: chunked, chunked\r\n')],
    ['chunks twice', get('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n')],
    ['chunks with a parameter', get('Transfer-Encoding: chunked;q=1\r\n')],
    ['chunks that are not last', get('Transfer-Encoding: chunked, gzip\r\n')],
    ['a transfer coding on the next line', get('Transfer-Encoding:\r\n chunked\r\n')],
    ['a transfer coding with a space before its colon', get('Transfer-Encoding : chunked\r\n')],
    ['a transfer coding behind a vertical tab', get('Transfer-Encoding: \x0bchunked\r\n')],
    ['a transfer coding in HTTP/1.0', `GET ${video} HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n`],
    [
      'a transfer coding in HTTP/1.0 that wants to go on',
      'POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
    ["RTSP's method in HTTP", 'DESCRIBE / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a method of 20,000 letters', 'A'.repeat(20_000)],
    ['a method of 65 letters', `${'A'.repeat(65)} / HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['an unknown method on another path', 'BREW /path HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['an unknown method without a target', 'BREW HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a method that is no token', 'BR(W / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['TLS', `\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03${'\x7f'.repeat(500)}`],
    ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['SOCKS4', '\x04\x01\0\x50\x7f\0\0\x01\0'],
    ['SOCKS5', '\x05\x01\0'],
    ['RDP', '\x03\0\0\x13\x0e\xe0\0\0\0\0\0\x01\0\x08\0\x03\0\0\0'],
    ['SMTP', 'EHLO a\r\n'],
    ['Redis', '*1\r\n$4\r\nPING\r\n'],
    ['the PROXY protocol, version 1', `PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n${get('')}`],
    ['the PROXY protocol, version 2', '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c'],
    ['a frame of a WebSocket', '\x81\x85\0\0\0\0hello'],
    ['four times NUL', '\0\0\0\0'],
    ['seven megabytes of nonsense', 'garbage'.repeat(1_000_000)],
  ])('%s', async (_name, bytes) => {
    expect(readAnswers(await exchange(edge.port, bytes))).toEqual([error(400, 'BAD_REQUEST')])
  })
})

describe('gets one answer in the usual form, and its connection is closed:', () => {
  it.each<[status: number, code: string, name: string, bytes: string]>([
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'HTTP/0.9 without a version', `GET ${video}\r\n\r\n`],
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'HTTP/0.9', version('HTTP/0.9')],
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'half a version', version('HTTP/1')],
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'a version of two digits', version('HTTP/11')],
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'a version of three parts', version('HTTP/1.1.1')],
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'a space behind the version', version('HTTP/1.1 ')],
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'bare line feeds', `GET ${video} HTTP/1.1\nHost: a\n\n`],
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'a line feed in the target', get('', `${video}\r\nSet-Cookie: a=b`)],
    [505, 'HTTP_VERSION_NOT_SUPPORTED', 'RTSP', 'PLAY / RTSP/1.0\r\nHost: a\r\n\r\n'],
    [431, 'HEADERS_TOO_LARGE', 'a request line without an end', `GET /${'a'.repeat(20_000)}`],
    [431, 'HEADERS_TOO_LARGE', 'the name of a header', get(`${'x'.repeat(17_000)}: a\r\n`)],
    [431, 'HEADERS_TOO_LARGE', '2,000 headers and then a second Host', get(`${headers(2_000)}Host: b\r\n`)],
    [405, 'METHOD_NOT_ALLOWED', 'an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n'],
    [405, 'METHOD_NOT_ALLOWED', 'an unknown method in HTTP/1.0', 'BREW / HTTP/1.0\r\n\r\n'],
    [405, 'METHOD_NOT_ALLOWED', 'a method in lower case', `get ${video} HTTP/1.1\r\nHost: a\r\n\r\n`],
    [405, 'METHOD_NOT_ALLOWED', 'a method in mixed case', `Get ${video} HTTP/1.1\r\nHost: a\r\n\r\n`],
    [405, 'METHOD_NOT_ALLOWED', 'a method with a letter more', `GETX ${video} HTTP/1.1\r\nHost: a\r\n\r\n`],
    [405, 'METHOD_NOT_ALLOWED', 'a part of a method', 'GE / HTTP/1.1\r\nHost: a\r\n\r\n'],
    [405, 'METHOD_NOT_ALLOWED', "a part of RTSP's method", 'DESC / HTTP/1.1\r\nHost: a\r\n\r\n'],
    [405, 'METHOD_NOT_ALLOWED', 'CONNECT with a path', 'CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n'],
    [405, 'METHOD_NOT_ALLOWED', 'CONNECT in HTTP/2.0', 'CONNECT a:443 HTTP/2.0\r\nHost: a\r\n\r\n'],
    [405, 'METHOD_NOT_ALLOWED', 'CONNECT with a tunnel behind it', `CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n${get('')}`],
    [417, 'EXPECTATION_FAILED', 'no expectation', get('Expect:\r\n')],
    [417, 'EXPECTATION_FAILED', 'an expectation and nonsense behind it', `${get('Expect: x\r\n')}nonsense\r\n\r\n`],
    [417, 'EXPECTATION_FAILED', 'an expectation and a request behind it', get('Expect: x\r\n') + get('')],
    [417, 'EXPECTATION_FAILED', 'an expectation and CONNECT behind it', `${get('Expect: x\r\n')}CONNECT a:1 HTTP/1.1\r\n\r\n`],
    [400, 'BAD_REQUEST', 'a fault and CONNECT behind it', `${host(' a b')}CONNECT a:1 HTTP/1.1\r\n\r\n`],
  ])('%i %s for %s', async (status, code, _name, bytes) => {
    expect(readAnswers(await exchange(edge.port, bytes))).toEqual([error(status, code)])
  })
})

it.each([
  ['GET', 'GET / HTTP/1.1\r\n'], // what is left of the line begins with a space
  ['BR', 'BREW / HTTP/1.1\r\n'],
  ['G', 'GET / HTTP/1.1\r\n'],
])('takes no body for a part of a method: %s of %j', async (body, line) => {
  const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`
  const answers = readAnswers(await exchange(edge.port, head + line))
  expect(answers).toEqual([expect.objectContaining({ status: 405 }), error(400, 'BAD_REQUEST')])
})

describe('a body that breaks', () => {
  it.each<[name: string, bytes: string, status?: number]>([
    ['in a size that is no number', chunked('zz\r\n')],
    ['in a negative size', chunked('-1\r\n')],
    ['in a size with 0x', chunked('0x5\r\nhello\r\n0\r\n\r\n')],
    ['in a size beyond 64 bits', chunked('fffffffffffffffff\r\n')],
    ['in a space behind a size', chunked('5 \r\nhello\r\n0\r\n\r\n')],
    ['in the end of a chunk', chunked('5\r\nhelloX0\r\n\r\n')],
    ['in bare line feeds', chunked('5\nhello\n0\n\n')],
    ['in a control character of an extension', chunked('5;\x01\r\nhello\r\n0\r\n\r\n')],
    ['in a line feed of an extension', chunked('5;a\nb\r\nhello\r\n0\r\n\r\n')],
    ['in 20,000 letters of an extension', chunked(`5;${'a'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`)],
    ['in a trailer without a colon', chunked('0\r\nX\r\n\r\n')],
    ['in a trailer of 17,000 letters', chunked(`0\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`)],
    ['in a length as a trailer', chunked('0\r\nContent-Length: 5\r\n\r\n')],
    ['behind a redirect', get('Transfer-Encoding: chunked\r\n') + get('').repeat(3), 302],
    ['in a transfer coding with a tab', `${get('Transfer-Encoding:\tchunked\t\r\n')}0\r\n\r\n${get('')}`, 302],
  ])('gets no second answer, and its connection is closed: %s', async (_name, bytes, status = 405) => {
    const answers = readAnswers(await exchange(edge.port, bytes))
    expect(answers.map((answer) => answer.status)).toEqual([status])
  })
})

/** Odd, but told apart by nothing: a client learns what it asked for. The answer of a fine request behind it follows. */
describe('is answered, and the next request on its connection, too:', () => {
  it.each<[name: string, status: number, bytes: string]>([
    ['empty lines before it', 302, `\r\n\r\n${get('')}`],
    ['two spaces before its target', 302, `GET  ${video} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['two spaces before its version', 302, `GET ${video}  HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['a port without digits', 302, host(' a:')],
    ['a transfer coding in capitals', 302, `${get('Transfer-Encoding: CHUNKED\r\n')}0\r\n\r\n`],
    ['an extension of a chunk', 405, chunked('5;a=b\r\nhello\r\n0\r\n\r\n')],
    ['absolute-form without a path', 302, get('', 'http://a?video=http://s1.origin-cluster/v/x.m3u8')],
    ['an asterisk', 404, 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a path of two slashes', 404, get('', '//evil.example')],
    ['a path of a backslash', 404, get('', '/\\evil.example')],
    ['the name of a prototype', 404, get('', '/__proto__')],
    ['the name of a prototype as a header', 302, get('__proto__: a\r\n')],
    ['a path of 8,000 segments', 404, get('', '/a'.repeat(8_000))],
    ['an encoded slash', 404, get('', '/health%2Flive')],
    ['a video URL of 5,000 characters', 414, get('', `${video}${'a'.repeat(5_000)}`)],
    ['a fragment', 302, get('', `${video}#frag`)],
    ['a fragment before its query', 400, get('', '/#?video=x')],
    ['line feeds in the video URL', 400, get('', `${video}%0d%0aSet-Cookie:%20a=b`)],
    ['line feeds that are encoded twice', 302, get('', `${video}%250d%250aSet-Cookie:a=b`)],
    ['line feeds in what goes along', 302, get('', `${video}?a&b=%0d%0aSet-Cookie:a=b`)],
    ['characters whose low bytes are line feeds', 302, get('', `${video}%E5%98%8A%E5%98%8DSet-Cookie:a=b`)],
    ['TRACE', 405, `TRACE / HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['QUERY', 405, `QUERY / HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['a body with a faulty type', 405, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: ;;;\r\nContent-Length: 1\r\n\r\na'],
    ['a wish without a protocol', 302, get('Connection: Upgrade\r\n')],
    ['a version of its route', 302, get('Accept-Version: 9.x\r\n')],
  ])('%s', async (_name, status, bytes) => {
    const text = await exchange(edge.port, bytes + get('Connection: close\r\n'))
    const answers = readAnswers(text)
    expect(answers.map((answer) => answer.status)).toEqual([status, 302])
    expect(answers[0]?.headers['cache-control']).toBe('no-store')
    expect(answers[0]?.headers['access-control-allow-origin']).toBe('*')
    expect(text.toLowerCase()).not.toContain('\r\nset-cookie')
  })

  it('an expectation of 100-continue, after that word', async () => {
    const text = await exchange(edge.port, get('Expect: 100-continue\r\n') + get('Connection: close\r\n'))
    expect(readAnswers(text).map(({ status }) => status)).toEqual([100, 302, 302])
  })

  it.each([
    ['HTTP/2', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n'],
    ['a WebSocket', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'],
  ])('a wish for %s, but that ends the connection', async (_name, lines) => {
    const [answer, ...others] = readAnswers(await exchange(edge.port, get(lines) + get('')))
    expect([answer?.status, answer?.headers['connection'], others]).toEqual([302, 'close', []])
  })

  it('RTSP, which the parser does not tell from HTTP/1.0, and that ends the connection', async () => {
    expect(readAnswers(await exchange(edge.port, version('RTSP/1.0'))).map(({ status }) => status)).toEqual([302])
  })
})

describe('whatever comes and ends', () => {
  /** None of them is a fault of ours. */
  const honest = [302, 400, 403, 404, 405, 414, 415, 417, 431, 505]

  async function answersTo(bytes: string): Promise<readonly number[]> {
    const client = await openRawClient(edge.port)
    client.socket.end(bytes, 'latin1')
    return readAnswers(await client.closed).map(({ status }) => status)
  }

  it('at random gets one answer, or none', async () => {
    await fc.assert(
      fc.asyncProperty(latin1({ minLength: 1, maxLength: 300 }), async (bytes) => {
        const answers = await answersTo(bytes)
        expect(answers.length).toBeLessThanOrEqual(1)
        expect(honest).toEqual(expect.arrayContaining([...answers]))
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it('as two requests with some bytes changed gets at most an answer for each, and one for what is wrong', async () => {
    const pair = `${get('Content-Length: 3\r\n')}abc${chunked('3\r\nabc\r\n0\r\n\r\n')}`
    const change = fc.record({ at: fc.nat(pair.length), away: fc.nat(3), bytes: latin1({ maxLength: 3 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const changed = changes.reduce((text, { at, away, bytes }) => text.slice(0, at) + bytes + text.slice(at + away), pair)
        const answers = await answersTo(changed)
        expect(answers.length).toBeLessThanOrEqual(3)
        expect(honest).toEqual(expect.arrayContaining([...answers]))
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})

function latin1(length: fc.IntArrayConstraints): fc.Arbitrary<string> {
  return fc.uint8Array(length).map((bytes) => Buffer.from(bytes).toString('latin1'))
}

function headers(count: number): string {
  return Array.from({ length: count }, (_, index) => `x${index}: ${index}\r\n`).join('')
}
