import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

/** A document of 2,000 tokens is about 1 MB of nodes, so few are kept, and none that is long. */
const bounds = { max: 64, maxEntrySize: 8_192 }

/** Documents that dashboards repeat, those asked for last: they are parsed and validated once. */
export function openDocumentCache(): LRUCache<string, DocumentNode> {
  return new LRUCache({ ...bounds, sizeCalculation: (_document, text) => text.length })
}
