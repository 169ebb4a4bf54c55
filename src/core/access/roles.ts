/** Roles in rising order; each includes the ones before it. */
export const roles = ['viewer', 'operator', 'editor', 'publisher', 'admin'] as const

export type Role = (typeof roles)[number]

/** Holder of a token. */
export type Viewer = {
  readonly name: string
  readonly roles: readonly Role[]
  readonly expiresAt: string | null
  /** Id of the token, if it is an API token. */
  readonly apiTokenId?: number
}

export function mayActAs(viewer: Viewer, needed: Role): boolean {
  return viewer.roles.some((role) => roles.indexOf(role) >= roles.indexOf(needed))
}

export function highestRole(viewer: Viewer): Role {
  return roles.findLast((role) => viewer.roles.includes(role)) ?? 'viewer'
}

/** Picks the names that are roles here: a token may also name roles of other services. */
export function pickKnownRoles(names: readonly string[]): readonly Role[] {
  return roles.filter((role) => names.includes(role))
}
