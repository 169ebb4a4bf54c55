import { spawn } from 'node:child_process'
import { ask } from '../../support/http.ts'
import { until } from '../../support/until.ts'
import { treeOf } from '../measure/process-tree.ts'

export type HttpServer = {
  /** The process and all that it has started. */
  readonly pids: () => Promise<readonly number[]>
  readonly stop: () => Promise<void>
}

/** A server as a child process. Resolves when it answers; rejects with what it said when it ends or keeps silent instead. */
export async function startHttpServer(
  program: string,
  args: readonly string[],
  place: { readonly port: number; readonly folder: string; readonly env?: Readonly<Record<string, string>> },
): Promise<HttpServer> {
  const env = { ...process.env, ...place.env }
  const child = spawn(program, args, { cwd: place.folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2_000)))
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const hasEnded = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  async function stop(): Promise<void> {
    child.kill('SIGTERM')
    await exited
  }
  try {
    await until(`${program} answers`, 15_000, () => {
      if (hasEnded()) throw new Error(`${program} ended at once`)
      return ask(`http://127.0.0.1:${place.port}/`).then(
        () => true,
        () => false,
      )
    })
  } catch (error) {
    await stop()
    throw new Error(`${program} does not serve:\n${output}`, { cause: error })
  }
  return { pids: () => treeOf(child.pid ?? 0), stop }
}
