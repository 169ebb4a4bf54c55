import { lookup } from 'node:dns/promises'
import net from 'node:net'

/**
 * The public listener's socket, bound here; only the workers accept from it. While the primary holds it, connections wait when a
 * lone worker has died. `cluster` would close it with its last worker, so they would be refused. Node's public calls all accept
 * when they bind: this is the internal one that `cluster` uses.
 */
export type ListeningSocket = { readonly port: number; readonly handle: NativeHandle; close(): void }

/** Handle that `child.send` passes to a worker, and that `server.listen` takes there. */
export type NativeHandle = net.Server

type InternalHandle = NativeHandle & { getsockname(out: { port?: number }): number; close(): void }
type InternalNet = { _createServerHandle(address: string, port: number, addressType: 4 | 6): InternalHandle | number }

/** Rejects when the host has no address. A port in use may only show when a worker begins to listen. */
export async function openListeningSocket(port: number, host: string): Promise<ListeningSocket> {
  const { address, family } = await lookup(host)
  const handle = (net as unknown as InternalNet)._createServerHandle(address, port, family === 6 ? 6 : 4)
  if (typeof handle === 'number') throw new Error(`${host}:${port} can't be bound (error ${handle})`)
  const bound: { port?: number } = {}
  handle.getsockname(bound)
  return { port: bound.port ?? port, handle, close: () => handle.close() }
}
