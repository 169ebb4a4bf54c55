import { afterEach, beforeEach, expect, it } from 'vitest'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { askRaw } from '../support/http.ts'

let control: ControlSocket
let edge: Edge
/** Method, target and body of each request that the control process took for one. */
let taken: string[]

beforeEach(async () => {
  control = await openControlSocket()
  edge = await openEdge({ controlSocket: control.path })
  taken = []
  control.answer = (request, response) => {
    let body = ''
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

const hidden = 'PUT /config HTTP/1.1\r\nHost: x\r\nX-Sluice-Client-Address: 192.0.2.66\r\nContent-Length: 0\r\n\r\n'
const chunked = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`

it.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PUT', 'POST'])(
  'takes a body of a %s for a body, not for the next request',
  async (method) => {
    await askRaw(
      edge.port,
      `${method} /config HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    )
    await askRaw(
      edge.port,
      `${method} /config HTTP/1.1\r\nHost: x\r\nConnection: close, content-length, host\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    )
    expect(taken).toEqual([`${method} /config ${hidden.length}`, `${method} /config ${hidden.length}`])
  },
)

it('hands over an HTTP/1.0 request without Host', async () => {
  const { text } = await askRaw(edge.port, 'GET /config HTTP/1.0\r\n\r\n')
  expect([text.split('\r\n')[0], taken]).toEqual(['HTTP/1.1 200 OK', ['GET /config 0']])
})
