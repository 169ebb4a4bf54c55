import { pino, type DestinationStream, type Logger } from 'pino'

/** JSON lines on stdout. Leaves out everything that could carry a token, query strings too. */
export function openLog(level: string, processName: string, destination: DestinationStream = openStdout()): Logger {
  const options = {
    level,
    base: { process: processName, pid: process.pid },
    serializers: {
      // Logs the route, not the path: people put tokens into paths, too. No route of ours has a variable part.
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

/** Ignores errors of stdout: a terminal or reader may go, and ending for that would cut off requests. */
function openStdout(): DestinationStream {
  return pino.destination({ dest: 1, sync: true }).on('error', () => undefined)
}
process.stderr.on('error', () => undefined)

/** Progress and errors of starting and stopping, for people; the log is for machines. */
export function tell(line: string): void {
  process.stderr.write(`sluice: ${line}\n`)
}

/** Says a line to people and to the log. */
export function announce(log: Logger, level: 'info' | 'warn' | 'error', line: string): void {
  log[level](line)
  tell(line)
}
