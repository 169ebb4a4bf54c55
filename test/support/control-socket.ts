import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** Something that listens where the control process would: an HTTP server on a Unix socket in a folder of its own, or on a named pipe. */
export type ControlSocket = {
  readonly path: string
  /** What it does with each request. */
  answer: RequestListener
  listen(): Promise<void>
  /** As when the process is killed: nobody listens, and every connection is cut. */
  kill(): Promise<void>
  close(): Promise<void>
}

export async function openControlSocket(): Promise<ControlSocket> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-edge-'))
  let server: Server | undefined
  const control: ControlSocket = {
    path: process.platform === 'win32' ? `\\\\.\\pipe\\${basename(folder)}` : join(folder, 'control.sock'),
    answer: (_request, response) => void response.end(),
    async listen() {
      server = createServer((request, response) => control.answer(request, response)).listen(control.path)
      await once(server, 'listening')
    },
    async kill() {
      if (server?.listening !== true) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
    async close() {
      await control.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
  await control.listen()
  return control
}
