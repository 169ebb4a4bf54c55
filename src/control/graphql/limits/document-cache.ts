import type { DocumentNode } from 'graphql'

/** What yoga asks for parsed documents. */
type DocumentCache = { get(text: string): DocumentNode | undefined; set(text: string, document: DocumentNode): void }

/** A document of 2,000 tokens is about 1 MB of nodes, so few are kept, and none that is long. */
const MAX_DOCUMENTS = 64
const MAX_LENGTH = 8_192

/** The documents that dashboards repeat, the newest of them: they are parsed and validated once. */
export function openDocumentCache(): DocumentCache {
  const documents = new Map<string, DocumentNode>()
  return {
    get: (text) => documents.get(text),
    set(text, document) {
      if (text.length > MAX_LENGTH) return
      documents.set(text, document)
      const [oldest] = documents.keys()
      if (documents.size > MAX_DOCUMENTS && oldest !== undefined) documents.delete(oldest)
    },
  }
}
