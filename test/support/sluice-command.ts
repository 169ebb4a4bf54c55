import { execFile } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { delimiter } from 'node:path'
import { PassThrough } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { findLocalService } from '../../src/adapters/file/local-service.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { runCommandLine } from '../../src/cli/run.ts'
import { openTerminal } from '../../src/cli/terminal.ts'

const root = new URL('../..', import.meta.url).pathname

export type Outcome = { readonly code: number | string; readonly stdout: string; readonly stderr: string }

type Service = { readonly url: string; readonly token: string }
type Options = { readonly env?: Readonly<Record<string, string>>; readonly input?: string }

/** Runs the command line as the README says, against this service. Nobody can be asked there. */
export function sluice(args: readonly string[], service?: Service): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env
  return new Promise((resolve) => {
    const child = execFile(
      'npm',
      ['run', '--silent', 'sluice', '--', ...args],
      { cwd: root, env: { PATH, HOME, ...environmentOf(service) } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : (error.code ?? 1), stdout, stderr }),
    )
    child.stdin?.end()
  })
}

/** Runs `bin/sluice.mjs` by the Node of the system, as `npx` and `npm link` do, in any folder. */
export function runBin(
  program: readonly [string, ...string[]],
  { cwd = root, env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env
  // As a user's shell: npm and vitest put node_modules/.bin first, where a newer Node is.
  const path = PATH.split(delimiter).filter((folder) => !folder.endsWith('node_modules/.bin'))
  const [command, ...args] = program
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd, env: { PATH: path.join(delimiter), HOME, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? 1), stdout, stderr }),
    )
    child.stdin?.end()
  })
}

/** The same in this process, where a call takes no second. */
export async function sluiceHere(
  args: readonly string[],
  service: Service,
  { env = {}, input = '' }: Options = {},
): Promise<Outcome> {
  const shell = openShell(false)
  shell.stdin.end(input)
  return finish(args, { ...environmentOf(service), ...env }, shell)
}

/** In this process, with somebody at a terminal who answers a question so; what the question is about may change meanwhile. */
export async function sluiceAsked(
  args: readonly string[],
  service: Service,
  answer: () => string | Promise<string>,
): Promise<Outcome & { readonly asked: boolean }> {
  const shell = openShell(true)
  let asked = false
  shell.stderr.on('data', (chunk: Buffer) => {
    if (asked || !chunk.toString().includes('[y/N]')) return
    asked = true
    void Promise.resolve(answer()).then((line) => shell.stdin.write(line))
  })
  const outcome = await finish(args, { ...environmentOf(service), NO_COLOR: '1' }, shell)
  return { ...outcome, asked }
}

/** In this process, for a command that goes on: its output so far can be waited for, and a signal be sent to it. */
export function openCommand(args: readonly string[], service: Service) {
  const shell = openShell(false)
  let output = ''
  const waiting = new Set<() => void>()
  shell.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    for (const look of waiting) look()
  })
  return {
    ended: finish(args, environmentOf(service), shell),
    output: (): string => output,
    signal: (name: NodeJS.Signals): void => void shell.signals.emit(name),
    /** Resolves once the output has the text. */
    until: (text: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!output.includes(text)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}

type Shell = Record<'stdin' | 'stdout' | 'stderr', PassThrough> & { readonly signals: EventEmitter }

async function finish(args: readonly string[], env: Readonly<Record<string, string>>, shell: Shell): Promise<Outcome> {
  const outputs = Promise.all([readAll(shell.stdout), readAll(shell.stderr)])
  const streams = shell as unknown as Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>
  const terminal = openTerminal({ env, ...streams, on: (signal, listener) => shell.signals.on(signal, listener) })
  const code = await runCommandLine(args, { terminal, clock: systemClock, findLocal: findLocalService })
  shell.stdout.end()
  shell.stderr.end()
  const [stdout, stderr] = await outputs
  return { code, stdout, stderr }
}

function openShell(isTTY: boolean): Shell {
  const stream = (): PassThrough => Object.assign(new PassThrough(), { isTTY })
  return { stdin: stream(), stdout: stream(), stderr: stream(), signals: new EventEmitter() }
}

function environmentOf(service: Service | undefined): Readonly<Record<string, string>> {
  return service === undefined ? {} : { SLUICE_URL: service.url, SLUICE_TOKEN: service.token }
}
