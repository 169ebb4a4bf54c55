import { constants, enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ownFolder } from '../adapters/file/own-folder.ts'

/**
 * Keeps compiled code on disk, which makes later starts three times faster. Node trusts the cache, and its default is a folder of
 * `/tmp` that every user may make first. So this uses a folder of our own, or none. When the operator set NODE_COMPILE_CACHE, Node
 * uses that before this runs. Returns the folder.
 */
export function enableCodeCache(env: NodeJS.ProcessEnv): string | undefined {
  const besideCode = fileURLToPath(new URL('../../node_modules/.cache/sluice', import.meta.url))
  for (const candidate of [besideCode, join(env['DATA_DIR'] || 'data', 'code-cache')]) {
    const folder = ownFolder(candidate)
    if (folder === undefined) continue
    const { status, directory } = enableCompileCache(folder)
    if (status !== constants.compileCacheStatus.FAILED) return directory
  }
  return undefined
}
