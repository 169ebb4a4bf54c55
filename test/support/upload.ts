import { connect } from 'node:net'

/**
 * Sends a request whose body takes so many bytes, as fast as they are taken, and goes on when the answer comes: what an upload
 * does that somebody refuses early. Resolves to all that came back once the other side has closed the connection.
 */
export function upload(port: number, head: string, bodyBytes: number, framing: 'length' | 'chunked'): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    let leftBytes = bodyBytes
    const socket = connect(port, '127.0.0.1', () => {
      const length = framing === 'length' ? `Content-Length: ${bodyBytes}` : 'Transfer-Encoding: chunked'
      socket.write(`${head}\r\n${length}\r\n\r\n`)
      pump()
    })
    socket.on('data', (bytes) => (answer += bytes.toString('latin1')))
    socket.on('error', () => undefined) // the other side has had enough; 'close' follows
    socket.on('close', () => resolve(answer))

    function pump(): void {
      while (leftBytes > 0 && socket.writable) {
        const piece = Buffer.alloc(Math.min(leftBytes, 65_536), 'a')
        leftBytes -= piece.length
        if (!socket.write(framing === 'length' ? piece : chunk(piece))) {
          socket.once('drain', pump)
          return
        }
      }
      if (framing === 'chunked' && socket.writable) socket.write('0\r\n\r\n')
    }
  })
}

function chunk(piece: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
}
