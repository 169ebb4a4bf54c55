import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openPostgresDatabase } from '../../../src/adapters/prisma/postgres.ts'

/** Starts a server that answers whoever connects with this error, and goes on holding the connection. */
async function openHolder(fields: string): Promise<number> {
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

it('opening ends within seconds where the server refuses and does not hang up', async () => {
  const port = await openHolder('SFATAL\0VFATAL\0C28P01\0Mno\0\0')
  const database = openPostgresDatabase(`postgresql://ann:secret@127.0.0.1:${port}/sluice`, 2)
  await expect(database.open()).rejects.toMatchObject({ reason: 'REFUSED' })
  await database.close()
})
