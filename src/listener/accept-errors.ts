import type { Server } from 'node:net'

/**
 * Keeps a server going when a connection could not be accepted for want of open files: the client asks again, the process has more
 * to lose. Errors of listening itself stay what they are.
 */
export function surviveAcceptErrors(server: Server): void {
  server.once('listening', () =>
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.syscall !== 'accept') throw error
    }),
  )
}
