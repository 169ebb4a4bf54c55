/**
 * Names one revision for good. A number alone does not: a database that was put back, or failed over without its last writes,
 * gives the numbers that it lost once more.
 */
export type RevisionIdentity = { readonly number: number; readonly sha256: string }

/** The same as a process tells it; one of the version before tells no sha256, so its number has to do. */
export type ToldRevision = { readonly number: number; readonly sha256?: string | undefined }

/** Whether both are one revision. No revision is the same as none. */
export function isSameRevision(one: ToldRevision | undefined, other: ToldRevision | undefined): boolean {
  if (one === undefined || other === undefined || one.number !== other.number) return false
  return one.sha256 === undefined || other.sha256 === undefined || one.sha256 === other.sha256
}

/** Joins what reports and rows have in two fields; undefined: there is no revision. */
export function readTold(number: number | null, sha256: string | null | undefined): ToldRevision | undefined {
  return number === null ? undefined : { number, sha256: sha256 ?? undefined }
}

/** `revision 3 (sha256 ab12cd34)`, for lines in which a number alone could mean two. */
export function describeRevision({ number, sha256 }: ToldRevision): string {
  return `revision ${number}${sha256 === undefined ? '' : ` (sha256 ${sha256.slice(0, 8)})`}`
}
