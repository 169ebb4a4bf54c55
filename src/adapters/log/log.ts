import { pino, type Logger } from 'pino'
import { openOutput, type Output } from './output.ts'

/** Process of a node whose lines these are. */
export type LogSource = {
  readonly node: string
  readonly process: 'primary' | 'control' | 'worker'
  /** Id of a worker. */
  readonly worker?: string
  /** Number of the revision that the process runs, or knows to be live. */
  readonly revision: () => number | undefined
}

/** JSON lines on stdout, each with its source. Leaves out everything that could carry a token, query strings too. */
export function openLog(level: string, { revision, ...source }: LogSource, output: Output = openOutput()): Logger {
  const options = {
    level,
    base: { ...source, pid: process.pid },
    mixin: () => ({ revision: revision() }),
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
  return pino(options, { write: (line) => output.write(line, () => undefined) })
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
