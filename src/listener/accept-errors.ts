import type { Server } from 'node:net'

/**
 * Keeps a server going when a connection can't be accepted for want of open files. The client tries again; ending the process would
 * lose all connections. Errors of listening itself still throw.
 */
export function surviveAcceptErrors(server: Server): void {
  server.once('listening', () =>
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.syscall !== 'accept') throw error
    }),
  )
}
