import { pino, type DestinationStream, type Logger } from 'pino'

/** JSON lines on stdout. Whatever could carry a token is left out, query strings too. */
export function openLog(level: string, processName: string, destination: DestinationStream = openStdout()): Logger {
  const options = {
    level,
    base: { process: processName, pid: process.pid },
    serializers: {
      // The route, not what was asked for: people put tokens into paths, too. No route of ours has a part that varies.
      req: ({ method, routeOptions }: { method: string; routeOptions?: { url?: string } }) => ({
        method,
        path: routeOptions?.url ?? 'of no route',
      }),
    },
    redact: {
      paths: ['req.headers.authorization', 'headers.authorization', 'token', '*.token', 'adminToken'],
      censor: '[redacted]',
    },
  }
  return pino(options, destination)
}

/** A terminal may go, or whoever read it: a service that ends for that would not even finish what it has. */
function openStdout(): DestinationStream {
  return pino.destination({ dest: 1, sync: true }).on('error', () => undefined)
}
process.stderr.on('error', () => undefined)

/** Progress and errors of starting and stopping, for people; the log is for machines. */
export function tell(line: string): void {
  process.stderr.write(`sluice: ${line}\n`)
}
