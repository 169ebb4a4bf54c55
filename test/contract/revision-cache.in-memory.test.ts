import { openInMemoryRevisionCache } from '../support/revision-cache.ts'
import { revisionCacheContract } from './revision-cache.contract.ts'

revisionCacheContract('the one in memory', async () => {
  const cache = openInMemoryRevisionCache()
  return { one: cache, other: cache }
})
