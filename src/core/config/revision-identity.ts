/**
 * Identifies one revision for good. A number alone is ambiguous: a store that was restored, or failed over without its last
 * writes, gives the lost numbers again.
 */
export type RevisionIdentity = { readonly number: number; readonly sha256: string }

/** An identity in a report. Processes of the previous version report no sha256; then the number has to do. */
export type ReportedRevision = { readonly number: number; readonly sha256?: string | undefined }

/** Whether both are the same revision; false when either is undefined. */
export function isSameRevision(one: ReportedRevision | undefined, other: ReportedRevision | undefined): boolean {
  if (one === undefined || other === undefined || one.number !== other.number) return false
  return one.sha256 === undefined || other.sha256 === undefined || one.sha256 === other.sha256
}

/** Joins the two fields of a report or a row; undefined without a revision. */
export function joinReported(number: number | null, sha256: string | null | undefined): ReportedRevision | undefined {
  return number === null ? undefined : { number, sha256: sha256 ?? undefined }
}

/** Writes `revision 3 (sha256 ab12cd34)`, for lines in which a number alone would be ambiguous. */
export function describeRevision({ number, sha256 }: ReportedRevision): string {
  return `revision ${number}${sha256 === undefined ? '' : ` (sha256 ${sha256.slice(0, 8)})`}`
}
