import type { Role, Viewer } from '../../core/access/roles.ts'

/** Refusal of a caller without the needed role: the words for people, and both sides for programs, as GraphQL's enum has them. */
export type MissingRole = { readonly message: string; readonly needed: string; readonly held: readonly string[] }

export function wordMissingRole(needed: Role, { roles: held }: Pick<Viewer, 'roles'>): MissingRole {
  const own = held.length === 0 ? 'none' : held.join(', ')
  return {
    message: `the role ${needed} is needed, the token has ${own}; use a token with ${needed} or a higher role`,
    needed: needed.toUpperCase(),
    held: held.map((role) => role.toUpperCase()),
  }
}
