import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

/** A document of 2,000 tokens is about 1 MB of nodes, so the cache holds few documents and leaves out long ones. */
const bounds = { max: 64, maxEntrySize: 8_192 }

/** Keeps the most recently used documents, which dashboards repeat: each is parsed and validated once. */
export function openDocumentCache(): LRUCache<string, DocumentNode> {
  return new LRUCache({ ...bounds, sizeCalculation: (_document, text) => text.length })
}
