// @ts-check
// Plain JavaScript: for types Node would load what strips them, 60 ms of CPU, before it knows of any compiled code.
import { constants, enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { ownFolder } from './own-folder.mjs'

const { ENABLED, FAILED } = constants.compileCacheStatus
const besideCode = fileURLToPath(new URL('../../../node_modules/.cache/sluice', import.meta.url))

/**
 * Keeps compiled code on disk, which makes later starts three times faster. Node trusts the cache, and its default is a folder of
 * `/tmp` that every user may make first. So this uses a folder of our own: beside the packages, else one of `others`, else none.
 * When the operator set NODE_COMPILE_CACHE, Node uses that before this runs. Else this sets it, for processes that inherit it.
 * @param {readonly string[]} [others]
 */
export function enableCodeCache(others = []) {
  for (const candidate of [besideCode, ...others]) {
    const folder = ownFolder(candidate)
    const status = folder === undefined ? FAILED : enableCompileCache(folder).status
    if (status === ENABLED) process.env['NODE_COMPILE_CACHE'] = folder
    if (status !== FAILED) return
  }
}
