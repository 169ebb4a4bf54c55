import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process of a group whose primary is gone. */
export type Orphan = { readonly pid: number; readonly env: NodeJS.ProcessEnv; readonly cwd: string }

/**
 * Finds this user's processes that a primary forked and that have another parent by now: a stopped process does not notice that.
 * Works on Linux alone; elsewhere there are none.
 */
export function findOrphans(): readonly Orphan[] {
  return processIds().flatMap((pid) => {
    try {
      const env = readEnvironment(pid)
      const primary = env['SLUICE_PRIMARY']
      if (primary === undefined || parentOf(pid) === Number(primary)) return []
      return [{ pid, env, cwd: readlinkSync(`/proc/${pid}/cwd`) }]
    } catch {
      return [] // another user's process, or one that has ended
    }
  })
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function readEnvironment(pid: number): NodeJS.ProcessEnv {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  return Object.fromEntries(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))
}

/** The program's name may hold spaces and parentheses. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}
