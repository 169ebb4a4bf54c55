import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** Starts a server that answers whoever connects with this error and goes on holding the connection, until the test ends. Returns its port. */
export async function openRefusingPostgres(fields: string): Promise<number> {
  const held: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    held.push(socket)
    const length = Buffer.alloc(4)
    length.writeInt32BE(4 + fields.length)
    socket.on('error', () => undefined)
    socket.once('data', () => socket.write(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of held) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
