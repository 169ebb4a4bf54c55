import { MAX_USER_AGENT_LENGTH } from '../config/bounds.ts'
import { canonicalJson } from '../config/canonical.ts'
import type { RoutingConfig } from '../config/model.ts'
import { inOrder, type Rule } from '../config/rule.ts'
import { MAX_ABOVE } from '../recorded/recorded-request.ts'

/** A configuration whose rules can all be asked about recorded requests, and the marks of those that their facts do not decide. */
export type MarkedRules = { readonly config: RoutingConfig; readonly marks: readonly Mark[] }

/** A rule about what is not recorded: a prefix within a directory, a glob, a user agent. It matches the clients that carry its mark. */
export type Mark = { readonly rule: Rule; readonly sign: string }

/**
 * Replaces what recorded requests cannot answer by the mark of the rule, which their clients carry as user agent. So the rules are
 * asked as ever, in their order, and all that is recorded still counts.
 */
export function markRules(config: RoutingConfig): MarkedRules {
  const marks: Mark[] = []
  const rules = inOrder(config.rules ?? []).flatMap((rule): readonly Rule[] => {
    const { pathPrefixes, pathGlobs, userAgents, ...others } = rule.match
    const known = pathPrefixes?.filter(isRecorded)
    const isWhole = known?.length === pathPrefixes?.length
    if (isWhole && pathGlobs === undefined && userAgents === undefined) return [rule]
    const sign = String.fromCharCode(FIRST_SIGN + marks.length)
    marks.push({ rule, sign })
    const marked = { ...others, ...(isWhole && known !== undefined && { pathPrefixes: known }), userAgents: [sign] }
    const isEitherWay = !isWhole && known !== undefined && known.length > 0 && pathGlobs === undefined && userAgents === undefined
    return [...(isEitherWay ? [{ ...rule, match: { ...others, pathPrefixes: known } }] : []), { ...rule, match: marked }]
  })
  return { config: config.rules === undefined ? config : { ...config, rules }, marks }
}

/** First of the characters that Unicode leaves to private use. */
const FIRST_SIGN = 0xe0_00

/** Whether the hashes of directories tell about a prefix. */
export function isRecorded(prefix: string): boolean {
  return prefix.endsWith('/') && prefix.split('/').length - 1 <= MAX_ABOVE
}

/** Marks of a client, and the keys of the rules of which nobody knows whether they match. */
type Marking = {
  readonly userAgent: string
  readonly unknown: ReadonlySet<string>
  /** It has more marks than rules read of a user agent. */
  readonly isTooLong: boolean
}

/** Characters of a user agent that rules search: see `client-conditions.ts`. */
const MAX_SIGNS = 4 * MAX_USER_AGENT_LENGTH

/** Tells the marks of requests by the rule that first matched them when they were recorded; undefined: nobody knows it. */
export type MarkingFor = (matched: string | null | undefined) => Marking

/** Prepares marks. The recorded rule and those before it are known, as far as they are unchanged since. */
export function prepareMarkings(marks: readonly Mark[], recording: RoutingConfig): MarkingFor {
  const asked = inOrder(recording.rules ?? [])
  const placeOf = new Map(asked.map(({ key }, place) => [key, place]))
  /** Marks with the place of their rule when requests were recorded; undefined: it was another one. */
  const placed = marks.map(({ rule, sign }) => {
    const place = placeOf.get(rule.key) ?? -1
    const isSame = canonicalJson(asked[place]?.match) === canonicalJson(rule.match)
    return { key: rule.key, sign, place: isSame ? place : undefined }
  })
  const known = new Map<string | null | undefined, Marking>()
  return (matched) => {
    const marking = known.get(matched) ?? markingOf(matched)
    known.set(matched, marking)
    return marking
  }

  function markingOf(matched: string | null | undefined): Marking {
    const until = matched === null ? asked.length : matched === undefined ? -1 : (placeOf.get(matched) ?? -1)
    const carried = placed.filter(({ place }) => place === undefined || place >= until)
    const unknown = carried.filter(({ place }) => place === undefined || place > until)
    return {
      userAgent: carried.map(({ sign }) => sign).join(''),
      unknown: new Set(unknown.map(({ key }) => key)),
      isTooLong: carried.length > MAX_SIGNS,
    }
  }
}
