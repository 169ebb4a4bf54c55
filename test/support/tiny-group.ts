import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openInbox, type Inbox } from './inbox.ts'
import type { ChildLine } from './tiny-child.ts'
import type { PrimaryEvent } from './tiny-primary.ts'

export type TinyGroup = {
  readonly pid: number
  /** The control socket's folder, which the primary removes when it leaves. */
  readonly folder: string
  readonly events: Inbox<PrimaryEvent>
  readonly lines: Inbox<ChildLine>
  /** The first line of a child that says so, of a process that is not among the old ones. */
  saw(name: string, did: ChildLine['did'], oldPids?: readonly number[]): Promise<ChildLine>
  /** Resolves when every child has started and knows that the group is ready. */
  ready(): Promise<{ readonly port: number }>
  /** Moves the primary's clock. */
  advance(ms: number): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Resolves when the primary has acted on what was sent before: the second answer comes after the signals of the first. */
  acted(): Promise<void>
  readonly exited: Promise<number | null>
  destroy(): Promise<void>
}

/**
 * `plans`, by child: WAITS (listens after SIGUSR2), STAYS (doesn't leave when it is told to), or an exit code to end with; with
 * NEXT_ before its name for those that are started when the group has been ready. Besides SILENCE_MS, and TERMINAL, which may be GONE.
 */
export async function startTinyGroup(workers: number, plans: Readonly<Record<string, string>> = {}): Promise<TinyGroup> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-primary-'))
  const planned = Object.fromEntries(Object.entries(plans).map(([name, plan]) => [`TINY_${name}`, plan]))
  const env = { TINY_WORKERS: String(workers), TINY_FOLDER: folder, TINY_SILENCE_MS: 'Infinity', ...planned }
  const primary = fork(fileURLToPath(new URL('tiny-primary.ts', import.meta.url)), {
    env,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const events = openInbox<PrimaryEvent>()
  const lines = openInbox<ChildLine>()
  const exited = once(primary, 'exit').then(([code]) => code as number | null)
  let advances = 0
  primary.on('message', (event) => events.put(event as PrimaryEvent))
  if (primary.stdout !== null) createInterface(primary.stdout).on('line', (line) => lines.put(JSON.parse(line) as ChildLine))
  async function advance(ms: number): Promise<void> {
    advances += 1
    const position = advances
    primary.send(ms)
    await events.find((event) => event.kind === 'ADVANCED' && count(events.all) >= position)
  }

  return {
    pid: primary.pid ?? 0,
    folder,
    events,
    lines,
    saw: (name, did, oldPids = []) => lines.find((line) => line.name === name && line.did === did && !oldPids.includes(line.pid)),
    async ready() {
      const event = await events.find(({ kind }) => kind === 'READY')
      // One in answer to its OPEN, one of the whole group.
      const toControl = () => lines.all.filter(({ name, did }) => name === 'control' && did === 'GROUP')
      await lines.find(() => toControl().length === 2)
      return { port: event.kind === 'READY' ? event.port : 0 }
    },
    advance,
    async acted() {
      for (let time = 0; time < 2; time += 1) await advance(0)
    },
    signal: (name) => void primary.kill(name),
    exited,
    async destroy() {
      primary.kill('SIGKILL') // its children leave when it is gone
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function count(events: readonly PrimaryEvent[]): number {
  return events.filter(({ kind }) => kind === 'ADVANCED').length
}
