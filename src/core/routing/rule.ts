import type { Rule as ConfiguredRule } from '../config/rule.ts'
import type { RuleMatch } from '../config/rule-match.ts'
import type { Client } from '../request/client.ts'
import { compilePathGlob } from '../request/path-glob.ts'
import type { VideoUrl } from '../request/video-url.ts'
import { extendHash, hashText, mixHash } from '../selection/text-hash.ts'

/** A rule, prepared for requests of the clusters that it is about. */
export type Rule = {
  readonly key: string
  /** Index of the pool in the table. */
  readonly pool: number
  readonly conditions: readonly Condition[]
}

type Condition = (video: VideoUrl, client: Client) => boolean

/** Prepares a rule whose pool has this index in the table. */
export function compileRule({ key, match }: ConfiguredRule, pool: number): Rule {
  return { key, pool, conditions: [...pathConditions(match), ...clientConditions(key, match)] }
}

/** Finds the first rule whose conditions all hold. Rules stand by their position. */
export function findRule(rules: readonly Rule[], video: VideoUrl, client: Client): Rule | undefined {
  for (const rule of rules) if (holds(rule, video, client)) return rule
  return undefined
}

function holds({ conditions }: Rule, video: VideoUrl, client: Client): boolean {
  for (const condition of conditions) if (!condition(video, client)) return false
  return true
}

function pathConditions({ pathPrefixes, pathGlobs }: RuleMatch): readonly Condition[] {
  return [...anyOf(pathPrefixes, (prefix) => (path) => path.startsWith(prefix)), ...anyOf(pathGlobs, compilePathGlob)]
}

type MatchesPath = (path: string) => boolean

/** Holds where any of the values does; one alone, which most rules have, is asked directly. */
function anyOf(values: readonly string[] | undefined, compile: (value: string) => MatchesPath): readonly Condition[] {
  if (values === undefined) return []
  const matchers = values.map(compile)
  const [only] = matchers
  if (only !== undefined && matchers.length === 1) return [({ path }) => only(path)]
  return [({ path }) => matchers.some((matches) => matches(path))]
}

/** The part of the networks whose hash with the rule's key is low enough: with a higher percent those that were in stay in. */
function clientConditions(key: string, { clientPercent }: RuleMatch): readonly Condition[] {
  if (clientPercent === undefined) return []
  const start = hashText(key)
  const bound = (clientPercent / 100) * 2 ** 32
  return [
    (_video, client) => {
      const network = client.network()
      return mixHash(extendHash(start, network, network.length)) < bound
    },
  ]
}
