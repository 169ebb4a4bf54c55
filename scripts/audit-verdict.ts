/** What `npm audit --json` prints, as far as it is read here: vulnerabilities by package, or why there are none to tell. */
export type AuditReport = {
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (string | Advisory)[] }>>
  readonly message?: string
}
type Advisory = { readonly url: string; readonly title: string; readonly severity: string; readonly name: string }

/** Advisories that are known and do not reach us: why, by the last part of their address. */
export type Accepted = Readonly<Record<string, string>>

export type Verdict =
  | { readonly kind: 'CLEAN' }
  | { readonly kind: 'UNKNOWN'; readonly reason: string }
  | { readonly kind: 'FOUND'; readonly lines: readonly string[] }

/** Every advisory counts, whatever its severity; an accepted one that is not reported any more has to go from the list. */
export function judgeAudit(report: AuditReport, accepted: Accepted): Verdict {
  if (report.vulnerabilities === undefined)
    return { kind: 'UNKNOWN', reason: report.message ?? 'npm audit answered without a report' }
  const advisories = Object.values(report.vulnerabilities).flatMap(({ via }) => via.filter((cause) => typeof cause !== 'string'))
  const reported = new Map(advisories.map((advisory) => [advisory.url.split('/').at(-1) ?? advisory.url, advisory]))
  const open = [...reported]
    .filter(([id]) => !(id in accepted))
    .map(([id, { severity, name, title }]) => `${id} (${severity}) in ${name}: ${title}`)
  const gone = Object.keys(accepted)
    .filter((id) => !reported.has(id))
    .map((id) => `${id} is accepted and not reported any more: take it from scripts/accepted-advisories.json`)
  return open.length + gone.length === 0 ? { kind: 'CLEAN' } : { kind: 'FOUND', lines: [...open, ...gone] }
}
