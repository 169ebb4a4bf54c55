import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { ask } from './http.ts'
import { freePort } from './process-group.ts'
import { ops } from './monitoring.ts'
import { findProgram, makeServerFolder, requirePrograms, startServer } from './server-process.ts'
import { until } from './until.ts'

/** A Prometheus of Debian's package on a free port, with the examples of `ops/`, which scrapes one target every second. */
export type PrometheusServer = {
  /** Names of the alerts that fire. */
  firing(): Promise<readonly string[]>
  /** The value of an expression; undefined: it has none now. */
  valueOf(expression: string): Promise<number | undefined>
  /** How many values an expression has now. Throws at one that Prometheus can't answer. */
  countOf(expression: string): Promise<number>
  /** Names of all metrics that it has scraped. */
  names(): Promise<readonly string[]>
  /** Stops it and removes its folder. */
  remove(): Promise<void>
}

/** What `promtool` says of the examples as they are; throws where it finds a fault. */
export function checkExamples(): string {
  requirePrograms()
  const promtool = (...args: readonly string[]): string =>
    execFileSync(findProgram('promtool') ?? 'promtool', args, { cwd: ops, encoding: 'utf8' })
  const checks = [
    ['check', 'config', '--syntax-only', 'prometheus.yml'],
    ['check', 'rules', 'alerts.yml'],
    ['test', 'rules', 'alerts.test.yml'],
  ]
  return checks.map((args) => promtool(...args)).join('')
}

/** More than one node with one token, and a length for the windows of the rules; else these stay as they are. */
type Cut = { readonly others?: readonly string[]; readonly window?: string }

/** The examples, with everything that takes minutes cut to a second or two. */
export async function openPrometheusServer(target: string, token: string, cut: Cut = {}): Promise<PrometheusServer> {
  requirePrograms()
  const folder = makeServerFolder()
  const port = await freePort()
  const { scrape_configs: jobs, ...config } = parse(readFileSync(join(ops, 'prometheus.yml'), 'utf8')) as Config
  const job = {
    ...jobs[0],
    scrape_interval: '1s',
    scrape_timeout: '1s',
    authorization: { credentials_file: join(folder, 'token') },
    static_configs: [{ targets: [target, ...(cut.others ?? [])] }],
  }
  writeFileSync(join(folder, 'token'), token)
  writeFileSync(
    join(folder, 'prometheus.yml'),
    stringify({ ...config, global: { evaluation_interval: '1s' }, scrape_configs: [job] }),
  )
  const rules = readFileSync(join(ops, 'alerts.yml'), 'utf8').replaceAll(/^( +for:) .*$/gm, '$1 2s')
  writeFileSync(join(folder, 'alerts.yml'), cut.window === undefined ? rules : rules.replaceAll(/\[\d+m\]/g, `[${cut.window}]`))
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]
  const server = await startServer('prometheus', args, { cwd: folder, port, stopSignal: 'SIGTERM' })
  await until('Prometheus is ready', 10_000, async () => (await ask(`http://127.0.0.1:${port}/-/ready`)).status === 200)
  return {
    async firing() {
      const { alerts } = await api<{ alerts: readonly Alert[] }>('alerts')
      return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname)
    },
    async valueOf(expression) {
      const { result } = await api<{ result: readonly Sample[] }>(`query?query=${encodeURIComponent(expression)}`)
      return result[0] === undefined ? undefined : Number(result[0].value[1])
    },
    async countOf(expression) {
      const { body } = await ask(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`)
      const { error, data } = JSON.parse(body) as {
        readonly error?: string
        readonly data?: { readonly result: readonly unknown[] }
      }
      if (data === undefined) throw new Error(`${expression}: ${error}`)
      return data.result.length
    },
    names: () => api<readonly string[]>('label/__name__/values'),
    async remove() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }

  async function api<T>(path: string): Promise<T> {
    const { body } = await ask(`http://127.0.0.1:${port}/api/v1/${path}`)
    return (JSON.parse(body) as { data: T }).data
  }
}

type Config = { readonly scrape_configs: readonly object[] }
type Alert = { readonly state: string; readonly labels: { readonly alertname: string } }
type Sample = { readonly value: readonly [time: number, value: string] }
