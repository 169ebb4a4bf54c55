import type { Rule as ConfiguredRule } from '../config/rule.ts'
import type { RuleMatch } from '../config/rule-match.ts'
import type { Client } from '../request/client.ts'
import { compilePathGlob, globHead } from '../request/path-glob.ts'
import { asksFacts } from './client-conditions.ts'
import { hashText, mixHash } from '../selection/text-hash.ts'

/** A rule, prepared for requests. */
export type Rule = {
  readonly key: string
  /** Index of the pool in the table. */
  readonly pool: number
}

/** Conditions under which a rule matches requests of its clusters; a rule matches where those of any way hold. */
export type Way = {
  /** Beginning of the path, looked up for all rules at once. */
  readonly head: string
  readonly fits: ((path: string) => boolean) | undefined
  /** Whether conditions of the rule are about facts of the client: see `ClientConditions`. */
  readonly asksFacts: boolean
  readonly isFor: ((client: Client) => boolean) | undefined
}

/** Prepares the ways in which a rule matches: one for each prefix behind no other one, without prefixes one for each glob. */
export function waysOf({ key, match }: ConfiguredRule): readonly Way[] {
  const { pathPrefixes, pathGlobs, clientPercent } = match
  const ofClient = { asksFacts: asksFacts(match), isFor: partOfClients(key, clientPercent) }
  if (pathPrefixes !== undefined) {
    const fits = pathGlobs === undefined ? undefined : anyOf(pathGlobs)
    return shortestOf(pathPrefixes).map((head) => ({ head, fits, ...ofClient }))
  }
  if (pathGlobs === undefined) return [{ head: '', fits: undefined, ...ofClient }]
  return pathGlobs.map((glob) => ({ head: globHead(glob), fits: compilePathGlob(glob), ...ofClient }))
}

/** Leaves out prefixes behind a shorter one, so that a path is compared once with the globs of a rule. They are sorted. */
function shortestOf(prefixes: readonly string[]): readonly string[] {
  const shortest: string[] = []
  for (const prefix of prefixes) if (!prefix.startsWith(shortest.at(-1) ?? '*')) shortest.push(prefix)
  return shortest
}

function anyOf(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map(compilePathGlob)
  return (path) => matchers.some((matches) => matches(path))
}

/**
 * The part of the networks whose hash with that of the rule's key is low enough: with a higher percent those that were in stay in. The
 * network's own hash decides, which is all that is recorded of it.
 */
export function partOfClients(key: string, percent: RuleMatch['clientPercent']): Way['isFor'] {
  if (percent === undefined) return undefined
  const own = hashText(key)
  const bound = (percent / 100) * 2 ** 32
  return (client) => mixHash(mixHash(hashText(client.network())) ^ own) < bound
}
