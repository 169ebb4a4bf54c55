import { join } from 'node:path'
import type { KeptHealth } from '../../core/health/kept-health.ts'
import { readKeptHealth } from '../../core/health/read-kept-health.ts'
import type { HealthFile } from '../../ports/health-file.ts'
import { makeFolder, writeDurably } from './durable.ts'
import { readTextFile } from './read-file.ts'

/**
 * Opens `health.json` in the data folder, whose lock a writer holds. `onPassedOver` is called with a file that could not be used,
 * and why.
 */
export function openHealthFile(dataDir: string, onPassedOver: (path: string, why: string) => void): HealthFile {
  const path = join(dataDir, 'health.json')
  let lastWrite: Promise<void> = Promise.resolve()
  return {
    write(health) {
      const written = lastWrite.then(() => replaceFile(`${JSON.stringify(health)}\n`))
      lastWrite = written.catch(() => undefined)
      return written
    },
    read,
  }

  async function replaceFile(text: string): Promise<void> {
    await makeFolder(dataDir)
    await writeDurably(path, text)
  }

  async function read(): Promise<KeptHealth | undefined> {
    const text = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') onPassedOver(path, error.message)
      return undefined
    })
    if (text === undefined) return undefined
    const health = readKeptHealth(text)
    if (health === undefined) onPassedOver(path, 'it does not hold the health of CDNs in JSON')
    return health
  }
}
