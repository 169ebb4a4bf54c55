// `npm run reload`: has the running service replace its redirect workers, and waits until that is over.
import type { PrimaryState } from '../src/adapters/file/primary-state.ts'
import { readRunningPrimary } from '../src/adapters/file/running-primary.ts'
import { tell } from '../src/adapters/log/log.ts'
import { sleep, systemClock } from '../src/adapters/system/clock.ts'
import { settingsSchema } from '../src/settings.ts'

const help = `Usage: npm run reload

Replaces the redirect workers of the service that runs on DATA_DIR (./data unless told), one after the other, without a failed
request: each new worker runs the code that is on disk now. Settings stay as they were at the start; the primary and the control
process go on as they are.

Exit codes: 0 done, 1 not done (the reason is told, and the workers that were not replaced go on), 64 the command is wrong,
69 no service runs on DATA_DIR.
`

/** For each worker of a roll: 10 s to come up, 5 s for the one before to leave; and the roll may have to wait for another one. */
const PATIENCE_PER_WORKER_MS = 2 * 15_000

process.exitCode = await run(process.argv.slice(2))

async function run(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(help)
    return 0
  }
  if (args.length > 0) return end(64, `"${args.join(' ')}" is not understood; "npm run reload -- --help" tells what there is`)
  if (process.platform === 'win32') return end(69, 'Windows has no SIGHUP: stop the service and start it again')
  const dataDir = settingsSchema.shape.DATA_DIR.parse(process.env['DATA_DIR'] || undefined)
  const before = await readRunningPrimary(dataDir)
  if (before === undefined) return end(69, `no service runs on ${dataDir}; start one, or set DATA_DIR to its folder`)
  process.kill(before.pid, 'SIGHUP')
  return waitUntilOver(dataDir, before)
}

async function waitUntilOver(dataDir: string, before: PrimaryState): Promise<number> {
  const deadlineMonoMs = systemClock.nowMonoMs() + before.workers * PATIENCE_PER_WORKER_MS
  while (systemClock.nowMonoMs() < deadlineMonoMs) {
    await sleep(100)
    const now = await readRunningPrimary(dataDir)
    if (now?.pid !== before.pid) return end(1, 'the service ended meanwhile')
    if (now.rolls.over <= before.rolls.asked) continue
    if (now.rolls.problem !== null) return end(1, `not done: ${now.rolls.problem}`)
    return end(0, 'done, every redirect worker runs what is on disk now')
  }
  return end(1, 'it takes too long; see the log of the service')
}

function end(code: number, line: string): number {
  tell(`reload: ${line}`)
  return code
}
