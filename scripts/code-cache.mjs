// `node --import ./scripts/code-cache.mjs`: has Node look for compiled code before the first file. See there.
import { enableCodeCache } from '../src/adapters/file/code-cache.mjs'

enableCodeCache()
