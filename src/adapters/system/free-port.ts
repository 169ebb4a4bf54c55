import { createServer } from 'node:net'
import { sleep } from './clock.ts'
import type { Clock } from '../../ports/clock.ts'

export type PortProblem = 'IN_USE' | 'NO_SUCH_ADDRESS' | 'NOT_PERMITTED'

/**
 * Tells why a listener can't be opened there now; undefined: it can. Tries a port in use again for a while, since a killed group
 * leaves it within a second.
 */
export async function findPortProblem(
  port: number,
  host: string,
  clock: Clock,
  withinMs: number,
): Promise<PortProblem | undefined> {
  const deadlineMonoMs = clock.nowMonoMs() + withinMs
  for (;;) {
    const code = await tryListen(port, host)
    if (code === undefined) return undefined
    if (code === 'EACCES' || code === 'EPERM') return 'NOT_PERMITTED'
    if (code !== 'EADDRINUSE') return 'NO_SUCH_ADDRESS'
    if (clock.nowMonoMs() >= deadlineMonoMs) return 'IN_USE'
    await sleep(100)
  }
}

function tryListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EINVAL'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
