import { lstatSync } from 'node:fs'

/** Remembers files of the data folder that could not be used. */
export type PassedOver = {
  /** Reports a file once for each reason, however often it is read; not one that is gone by now. */
  readonly hear: (path: string, why: string) => void
  /** Lists the files that are unchanged since then, each with its reason. */
  readonly list: () => readonly string[]
}

const MAX_FILES = 100

export function openPassedOver(onNews: (line: string) => void): PassedOver {
  const files = new Map<string, { readonly why: string; readonly state: string }>()
  return {
    hear(path, why) {
      const before = files.get(path)
      const state = stateOf(path)
      if (state === undefined || (before === undefined && files.size >= MAX_FILES)) return
      files.set(path, { why, state })
      if (before?.why !== why || before.state !== state) onNews(`${path} can't be used: ${why}; it was passed over`)
    },
    list() {
      for (const [path, { state }] of files) if (stateOf(path) !== state) files.delete(path)
      return [...files].map(([path, { why }]) => `${path} (${why})`)
    },
  }
}

/** Changes with each replacement of the file; undefined when it is missing, empty when it may not be looked at. */
function stateOf(path: string): string | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    return stats && `${stats.ino} ${stats.size} ${stats.mtimeMs}`
  } catch {
    return ''
  }
}
