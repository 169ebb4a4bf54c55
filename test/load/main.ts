// `npm run load -- --help`: load for a group, with every answer checked, thresholds and a report.
import { writeFile } from 'node:fs/promises'
import { reasonOf } from './admin-client.ts'
import { readOptions, type Options } from './options.ts'
import { describeResult, openProgress } from './progress.ts'
import { renderReport } from './report/report.ts'
import { runScenario, type Result } from './run.ts'
import { findGroup, startOwnGroup, type Target } from './target.ts'

const exitCodes = { held: 0, crossed: 1, wrongCommand: 64, noGroup: 69, interrupted: 130 }

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, process.env)
  if ('help' in options) {
    process.stdout.write(options.help)
    return exitCodes.held
  }
  if ('refusal' in options) return end(exitCodes.wrongCommand, `${options.refusal}; "npm run load -- --help" tells what there is`)

  const interruption = new AbortController()
  let target: Target | undefined
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (interruption.signal.aborted) void target?.kill().finally(() => process.exit(exitCodes.interrupted))
      interruption.abort()
    })
  }
  try {
    target = await openTarget(options)
  } catch (error) {
    return end(exitCodes.noGroup, `no group to load: ${reasonOf(error)}`)
  }
  try {
    return await load(target, options, interruption.signal)
  } finally {
    await target.close()
  }
}

async function load(target: Target, { plan, reportPath, jsonPath }: Options, signal: AbortSignal): Promise<number> {
  const progress = openProgress(plan.seconds, process.stderr)
  const result = await runScenario(target, plan, { signal, onSample: (sample) => progress.show(sample) })
  progress.end()
  await writeFile(reportPath, renderReport(result))
  if (jsonPath !== undefined) await writeFile(jsonPath, `${JSON.stringify(result, null, 1)}\n`)
  process.stdout.write(`${describeResult(result)}\nreport: ${reportPath}\n`)
  return exitCodeOf(result)
}

function exitCodeOf({ isInterrupted, verdicts }: Result): number {
  if (isInterrupted) return exitCodes.interrupted
  return verdicts.some(({ state }) => state === 'CROSSED') ? exitCodes.crossed : exitCodes.held
}

function openTarget({ group, plan }: Options): Promise<Target> {
  if (group.kind === 'RUNNING') return findGroup(group.url, group.adminUrl, group.token)
  process.stderr.write('load: starting a group in a temporary folder …\n')
  return startOwnGroup(group.workers, plan.load.publishers)
}

function end(code: number, line: string): number {
  process.stderr.write(`load: ${line}\n`)
  return code
}
