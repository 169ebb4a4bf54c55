import { findOrphans } from '../adapters/system/orphans.ts'
import { readSettings, type Settings } from '../settings.ts'

/** Says that processes of an earlier group hold `what`, and how to end them; undefined: there are none. */
export function describeLeftBehind(what: string, holds: (settings: Settings, cwd: string) => boolean): string | undefined {
  const pids = findOrphans().flatMap(({ pid, env, cwd }) => {
    const read = readSettings(env)
    return 'settings' in read && holds(read.settings, cwd) ? [pid] : []
  })
  if (pids.length === 0) return undefined
  return `${what} is in use by processes of an earlier Sluice (${pids.join(', ')}), which did not leave when their primary ended; end them with "kill -9 ${pids.join(' ')}"`
}
