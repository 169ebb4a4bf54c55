// A child of `tiny-primary.ts` with nothing in it but the messages. Says what happens in JSON lines on stdout.
import { createServer, type Server } from 'node:net'
import type { FromControl, FromWorker, ToControl, ToWorker } from '../../src/ports/group-messages.ts'

export type ChildLine = {
  readonly name: string
  readonly pid: number
  /** The kind of a message that came, or what it did. */
  readonly did: 'STARTED' | 'LISTENING' | (ToControl | ToWorker)['kind']
  readonly message?: ToControl | ToWorker
  readonly replacement?: string
}

const name = process.env['SLUICE_WORKER_ID'] ?? 'control'
const replacement = process.env['SLUICE_REPLACEMENT'] ?? ''
const plan = process.env[`TINY_${replacement === '' ? '' : 'NEXT_'}${name}`] ?? ''

const say = (line: Omit<ChildLine, 'name' | 'pid'>): void =>
  void process.stdout.write(`${JSON.stringify({ name, pid: process.pid, ...line } satisfies ChildLine)}\n`)
// An error here is a primary that is gone: 'disconnect' follows.
const send = (message: FromControl | object): void => void process.send?.(message, undefined, undefined, () => undefined)

process.on('SIGTERM', () => undefined)
process.on('SIGINT', () => undefined)
process.on('SIGHUP', () => undefined)
process.once('disconnect', () => process.exit(0))
process.on('message', (message: ToControl | ToWorker, handle: unknown) => {
  say({ did: message.kind, message })
  if (message.kind === 'STOP' && plan !== 'STAYS') process.exit(0)
  if (message.kind === 'SOCKET') listenOn(handle as Server)
  if (name === 'control' && message.kind === 'REPORT') sendRevisions()
})
if (plan === 'WAITS') process.once('SIGUSR2', () => send({ kind: 'ASK_SOCKET' }))
say({ did: 'STARTED', replacement })
if (/^\d+$/.test(plan)) process.exit(Number(plan))
if (name === 'control') send({ kind: 'OPEN' })
else if (plan !== 'WAITS') send({ kind: 'ASK_SOCKET' })

/** Answers each connection with its process id. */
function listenOn(socket: Server): void {
  createServer((connection) => connection.end(String(process.pid))).listen(socket, () => {
    say({ did: 'LISTENING' })
    send({ kind: 'LISTENING' } satisfies FromWorker)
    send({ kind: 'REPORT', report: { from: name } })
  })
}

/** The first to all, the second to a single worker. The primary looks at nothing in it but `to`. */
function sendRevisions(): void {
  send({ kind: 'REVISION', to: 'ALL', revision: { number: 1 } })
  send({ kind: 'REVISION', to: 'worker-2', revision: { number: 2 } })
  send({ kind: 'ASK_RECORDING', to: 'ALL', ask: 7, windowSeconds: 60 } satisfies FromControl)
}
