import type { AuditFilter, AuditOutcome, Role } from '../../generated/operations.ts'

export const outcomes: readonly AuditOutcome[] = ['ACCEPTED', 'REFUSED', 'UNCHANGED']
export const roles: readonly Role[] = ['VIEWER', 'OPERATOR', 'EDITOR', 'PUBLISHER', 'ADMIN']
/** Fields of the API's `AuditFilter`, under the names that they have in the query of the URL too. */
export const filterNames = [
  'outcome',
  'actor',
  'role',
  'action',
  'target',
  'code',
  'revision',
  'address',
  'requestId',
  'since',
  'until',
] as const
export type FilterName = (typeof filterNames)[number]
/** What was typed for each; empty: it is not filtered by. */
export type TypedFilter = Readonly<Record<FilterName, string>>

export function typedFilterOf(search: URLSearchParams): TypedFilter {
  return Object.fromEntries(filterNames.map((name) => [name, search.get(name) ?? ''])) as TypedFilter
}

/** The filter as the API takes it. A role or outcome that it does not have is sent as it is, and refused in its words. */
export function filterOf(search: URLSearchParams): AuditFilter {
  const typed = Object.entries(typedFilterOf(search)).filter(([, value]) => value !== '')
  return Object.fromEntries(typed.map(([name, value]) => [name, name === 'revision' ? Number(value) : value]))
}
