import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../core/config/canonical.ts'
import type { NodeOverrides } from '../../core/change/node-overrides.ts'
import { readNodeOverrides } from '../../core/change/read-node-overrides.ts'
import type { OverrideFile } from '../../ports/override-file.ts'
import { makeFolder, writeDurably } from './durable.ts'
import { readKeptFile } from './read-kept-file.ts'

/**
 * Opens `overrides.json` in the data folder, whose lock a writer holds. `onPassedOver` is called with a file that could not be
 * used, and why.
 */
export function openOverrideFile(dataDir: string, onPassedOver: (path: string, why: string) => void): OverrideFile {
  const path = join(dataDir, 'overrides.json')
  let lastStep: Promise<void> = Promise.resolve()
  return {
    write: (set) =>
      runInTurn(async () => {
        const present = await read()
        if (present !== undefined && (present.version > set.version || canonicalJson(present) === canonicalJson(set))) return
        await makeFolder(dataDir)
        await writeDurably(path, `${JSON.stringify(set)}\n`)
      }),
    read,
    removeNewerThan: (version) =>
      runInTurn(async () => {
        if (((await read())?.version ?? 0) > version) await rm(path, { force: true })
      }),
  }

  /** Runs one step at a time: an older set must not follow a newer one. */
  function runInTurn(step: () => Promise<void>): Promise<void> {
    const done = lastStep.then(step)
    lastStep = done.catch(() => undefined)
    return done
  }

  function read(): Promise<NodeOverrides | undefined> {
    return readKeptFile(path, { parse: readNodeOverrides, content: 'overrides' }, onPassedOver)
  }
}
