import type { ConfigDocument } from '../../core/config/document.ts'
import type { AdminApi } from '../admin-api.ts'
import { onOneLine, type Terminal } from '../terminal.ts'
import { applyDocument, askLiveRevision, hasErrors, documentFailure, type Applied, type LiveRevision } from './apply-document.ts'
import { countChanges, formatChanges } from './changes.ts'
import { formatDiscarded } from './discarded.ts'
import { formatFindings } from './findings.ts'

/** A document to be published, the file it is in, and the revision's message. */
export type Proposal = { readonly file: string; readonly document: ConfigDocument; readonly message: string | null }

export type Plan = Applied & { readonly live: LiveRevision }

/** Asks which changes the document would make to the live revision. Fails when validation refuses it. */
export async function makePlan(api: AdminApi, terminal: Terminal, { file, document, message }: Proposal): Promise<Plan> {
  const live = await askLiveRevision(api)
  const plan = await applyDocument(api, document, { message, expectedRevision: live.number, dryRun: true })
  if (hasErrors(plan.findings)) throw documentFailure(file, formatFindings(plan.findings, terminal.paint))
  return { ...plan, live }
}

/** Formats a plan for people: changes, findings, pending edits that go, and the revision it was compared with. */
export function formatPlan({ live, changes, findings, discarded }: Plan, { paint }: Terminal): string {
  const count = countChanges(changes)
  return [
    formatChanges(changes, paint),
    formatFindings(findings, paint),
    formatDiscarded('Throws away', discarded),
    count !== undefined ? `Would change: ${count}` : `Nothing${discarded.length > 0 ? ' that is live' : ''} would change`,
    `. Revision ${live.number} is live, by ${onOneLine(live.author)} at ${live.publishedAt}.\n`,
  ].join('')
}
