import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findHeadFault } from '../../src/core/request/request-head.ts'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { askRaw } from '../support/http.ts'
import { exchange, readAnswers } from '../support/raw-client.ts'
import { foreignAddress, innerRequest, smuggled } from '../support/smuggled.ts'

let control: ControlSocket
let edge: Edge
/** Method, target and body of each request that the control process took for one. */
let taken: string[]
/** Whose address each of them came with. */
let addresses: (string | string[] | undefined)[]

beforeEach(async () => {
  control = await openControlSocket()
  edge = await openEdge({ controlSocket: control.path })
  taken = []
  addresses = []
  control.answer = (request, response) => {
    let body = ''
    addresses.push(request.headers['x-sluice-client-address'])
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      taken.push(`${request.method} ${request.url} ${body.length}`)
      response.end()
    })
  }
})
afterEach(async () => {
  await edge.close()
  await control.close()
})

/** Answered by the fast tier, where there is one: what comes behind it begins in the midst of a piece. */
const before = 'GET /?video=http://s1.origin-cluster/a HTTP/1.1\r\nHost: x\r\n\r\n'
const hidden = 'PUT /config HTTP/1.1\r\nHost: x\r\nX-Sluice-Client-Address: 192.0.2.66\r\nContent-Length: 0\r\n\r\n'
const chunked = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`

it.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PUT', 'POST'])(
  'takes a body of a %s for a body, not for the next request',
  async (method) => {
    await exchange(
      edge.port,
      `${before}${method} /config HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    )
    await exchange(
      edge.port,
      `${before}${method} /config HTTP/1.1\r\nHost: x\r\nConnection: close, content-length, host\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    )
    expect(taken).toEqual([`${method} /config ${hidden.length}`, `${method} /config ${hidden.length}`])
  },
)

it('hands over an HTTP/1.0 request without Host, in a form that the control process takes', async () => {
  let rawHeaders: readonly string[] = []
  control.answer = (request, response) => {
    rawHeaders = request.rawHeaders
    response.end()
  }
  const { text } = await askRaw(edge.port, 'GET /config HTTP/1.0\r\n\r\n')
  expect(text.split('\r\n')[0]).toBe('HTTP/1.1 200 OK')
  expect(findHeadFault('1.1', '/config', rawHeaders)).toBeUndefined()
})

describe('nothing gets in beside a request, nor with an address of its own:', () => {
  const inner = innerRequest('token')

  it.each(smuggled(inner, [0, 900, 996, 1_100, 2_500]))('$name', async ({ bytes }) => {
    const answers = readAnswers(await exchange(edge.port, before + bytes))
    expect(answers).toHaveLength(2)
    expect(taken.filter((line) => line.endsWith(`PUT /config 12`))).toEqual([])
    expect(taken.length).toBeLessThanOrEqual(1)
    expect(addresses.filter((address) => address !== '127.0.0.1')).toEqual([])
    expect(addresses).not.toContain(foreignAddress)
  })

  it.each(['GET', 'POST', 'PUT', 'DELETE'])(
    'a body of a %s by a framing that the parser has read and does not tell',
    async (method) => {
      // As parsers before CVE-2026-58044 was fixed: what is over their limit is read by, and dropped.
      edge.worker.app.server.prependListener('request', ({ rawHeaders }: IncomingMessage) => {
        const length = rawHeaders.indexOf('Content-Length')
        rawHeaders.splice(length, 2, 'X-Dropped', '')
      })
      const bytes = `${method} /config HTTP/1.1\r\nHost: x\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`
      const answers = readAnswers(await exchange(edge.port, bytes))
      expect(answers).toMatchObject([{ status: 400, headers: { connection: 'close' } }])
      expect(taken.filter((line) => line.startsWith('PUT /config 12'))).toEqual([])
    },
  )
})
