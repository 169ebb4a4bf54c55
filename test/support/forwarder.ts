import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** An address in front of a server that moves to another one, as a failover manager moves it. */
export type Forwarder = {
  readonly port: number
  /** Leads to another port from now on, and closes what goes to the old one. */
  moveTo(port: number): void
  close(): Promise<void>
}

export async function openForwarder(firstPort: number): Promise<Forwarder> {
  let target = firstPort
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    moveTo(port) {
      target = port
      closeAll()
    },
    async close() {
      closeAll()
      server.close()
      await once(server, 'close')
    },
  }

  function closeAll(): void {
    for (const socket of open) socket.destroy()
  }
}
