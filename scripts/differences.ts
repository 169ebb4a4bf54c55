import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of the files that two folders do not have alike. */
export function differences(committed: string, generated: string): string[] {
  const paths = new Set([...filesOf(committed), ...filesOf(generated)])
  return [...paths].filter((path) => read(join(committed, path)) !== read(join(generated, path))).toSorted()
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

/** Undefined where there is no such file. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
