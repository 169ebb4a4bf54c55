import type { AccessLine } from '../../src/core/routing/access-line.ts'
import type { AccessLog } from '../../src/ports/access-log.ts'

/** An access log that keeps its lines. */
export function openInMemoryAccessLog(): AccessLog & { readonly lines: readonly AccessLine[] } {
  const lines: AccessLine[] = []
  return { lines, write: (line) => void lines.push(line), dropped: () => 0, flush: () => undefined }
}
