import { describe, expect, it } from 'vitest'
import { readPlainRequest, type KnownFields } from '../../../src/core/request/plain-request.ts'

const read = (text: string, from = 0, known: KnownFields = new Map()) => readPlainRequest(text, from, known)
const head = (...lines: readonly string[]) => ['GET /?video=a HTTP/1.1', ...lines, '', ''].join('\r\n')

describe('a plain request is read', () => {
  it('with its target, its fields and its end', () => {
    const text = head('Host: a:8000', 'User-Agent:  one\t', 'X-Other:', 'user-agent: two')
    expect(read(`${text}GET`)).toEqual({
      target: '/?video=a',
      fields: {
        closes: false,
        rawHeaders: ['Host', 'a:8000', 'User-Agent', 'one', 'X-Other', '', 'user-agent', 'two'],
        headers: { 'user-agent': 'one' },
      },
      end: text.length,
    })
  })

  it('where it begins, the same fields being read once', () => {
    const known: KnownFields = new Map()
    const [one, other] = [head('Host: a'), head('Host: b')]
    const first = read(one, 0, known)
    expect(read(other + one, other.length, known)?.fields).toBe(first?.fields)
  })

  it.each([
    ['keep-alive', false],
    ['Keep-Alive', false],
    ['close', true],
    ['CLOSE', true],
  ])('with Connection: %s', (option, closes) => {
    expect(read(head('Host: a', `Connection: ${option}`))?.fields.closes).toBe(closes)
  })

  it('with each character that a target may hold', () => {
    const target = `/?${Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('')}`
    expect(read(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`)?.target).toBe(target)
  })
})

describe('left to the parser of HTTP is', () => {
  it.each([
    ['nothing', ''],
    ['half a method', 'GE'],
    ['half a head', 'GET /?video=a HTTP/1.1\r\nHost: a\r\n'],
    ['an end with half a line end', 'GET /?video=a HTTP/1.1\r\nHost: a\r\n\r'],
    ['another method', head('Host: a').replace('GET', 'HEAD')],
    ['another path', head('Host: a').replace('/?', '/x?')],
    ['a path without a query', head('Host: a').replace('/?video=a', '/')],
    ['absolute-form', head('Host: a').replace('/?', 'http://a/?')],
    ['HTTP/1.0', head('Host: a').replace('1.1', '1.0')],
    ['two spaces', head('Host: a').replace(' HTTP', '  HTTP')],
    ['a tab in the target', head('Host: a').replace('video', '\t')],
    ['a byte beyond ASCII in the target', head('Host: a').replace('video', 'vid\u00e9o')],
    ['an empty line before it', `\r\n${head('Host: a')}`],
    ['bare line feeds', head('Host: a').replaceAll('\r', '')],
    ['a head over 8 KiB', head('Host: a', `X: ${'a'.repeat(8_192)}`)],
    ['over 100 fields', head('Host: a', ...Array.from({ length: 100 }, () => 'X: a'))],
    ['no host', head('X: a')],
    ['no field at all', 'GET /?video=a HTTP/1.1\r\n\r\n'],
    ['two hosts', head('Host: a', 'host: a')],
    ['a host that is none', head('Host: a/b')],
    ['an empty host', head('Host:')],
    ['a space before a colon', head('Host : a')],
    ['a folded line', head('Host: a', 'X: a', ' b')],
    ['a line without a colon', head('Host: a', 'X')],
    ['a name that is none', head('Host: a', 'X(: a')],
    ['a control character in a value', head('Host: a', 'X: \u0001')],
    ['a bare line feed in a value', head('Host: a', 'X: a\nY: b')],
    ['a bare carriage return in a value', head('Host: a', 'X: a\rY: b')],
    ['a byte beyond ASCII in a value', head('Host: a', 'X: \u00e9')],
    ['a length, though of nothing', head('Host: a', 'Content-Length: 0')],
    ['a transfer coding', head('Host: a', 'transfer-encoding: chunked')],
    ['an expectation', head('Host: a', 'Expect: 100-continue')],
    ['another protocol', head('Host: a', 'Upgrade: h2c')],
    ['a connection that is to be upgraded', head('Host: a', 'Connection: upgrade')],
    ['a list of connection options', head('Host: a', 'Connection: keep-alive, te')],
    ['two connection fields', head('Host: a', 'Connection: close', 'Connection: close')],
    ['the connection field of old proxies', head('Host: a', 'Proxy-Connection: close')],
  ])('%s', (_what, text) => expect(read(text)).toBeUndefined())
})

describe('of the blocks of fields', () => {
  it('the last four of a length are kept', () => {
    const known: KnownFields = new Map()
    for (let index = 0; index < 6; index += 1) read(head(`Host: h${index}`), 0, known)
    expect([...known.values()].flat().map(({ block }) => block)).toEqual([5, 4, 3, 2].map((index) => `Host: h${index}\r\n`))
  })

  it('no more than 128 lengths are kept', () => {
    const known: KnownFields = new Map()
    for (let length = 1; length <= 200; length += 1) read(head('Host: a', `X: ${'a'.repeat(length)}`), 0, known)
    expect([...known.keys()]).toEqual(Array.from({ length: 128 }, (_, index) => 'Host: a\r\nX: \r\n'.length + 73 + index))
  })

  it('none of a large piece is kept, which would stay in memory with it', () => {
    const known: KnownFields = new Map()
    read(head('Host: a') + 'x'.repeat(8_192), 0, known)
    expect(known.size).toBe(0)
  })
})
