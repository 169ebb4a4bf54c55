import { join } from 'node:path'
import type { KeptHealth } from '../../core/health/kept-health.ts'
import { readKeptHealth } from '../../core/health/read-kept-health.ts'
import type { HealthFile } from '../../ports/health-file.ts'
import { makeFolder, writeDurably } from './durable.ts'
import { readKeptFile } from './read-kept-file.ts'

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

  function read(): Promise<KeptHealth | undefined> {
    return readKeptFile(path, { parse: readKeptHealth, content: 'the health of CDNs' }, onPassedOver)
  }
}
