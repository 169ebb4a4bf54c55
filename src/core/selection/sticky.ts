import { passByKey } from './pass-by-key.ts'
import { expectedShares, rendezvous } from './rendezvous.ts'
import type { Ask, PolicyOptions, SelectionPolicy } from './selection-policy.ts'
import { hashText } from './text-hash.ts'

/** By the client's network, or by a query parameter of the video: equal ones stay on one member. Few move when a member comes or goes. */
export const sticky: SelectionPolicy = {
  means: "By the client's network (/24, in IPv6 /56), or by the value of `stickyParameter`.",
  prepare(members, options) {
    const [{ ownerOf }, named] = [rendezvous(members), namedBy(options)]
    return (ask, attempt) => ownerOf(hashText(subjectOf(ask, named)), attempt)
  },
  prepareKeeping(members, options, percents) {
    const [keeperOf, named] = [rendezvous(members).keeping(percents), namedBy(options)]
    return (ask) => keeperOf(hashText(subjectOf(ask, named)))
  },
  sharesOf: expectedShares,
  keptParts: passByKey,
  periodOf: () => 0,
}

function namedBy({ stickyParameter }: PolicyOptions): string | undefined {
  return stickyParameter === null ? undefined : `${stickyParameter}=`
}

/** The raw value of the parameter; the network where the video has none or an empty one, which would put all such clients together. */
function subjectOf({ video: { query }, client }: Ask, named: string | undefined): string {
  const value = named === undefined ? '' : valueIn(query, named)
  return value === '' ? client.network() : value
}

/** Reads the first value behind `name=`. A query is empty or begins with `?`. */
function valueIn(query: string, named: string): string {
  for (let at = query.indexOf(named); at !== -1; at = query.indexOf(named, at + 1)) {
    const before = query[at - 1]
    if (before !== '&' && (before !== '?' || at !== 1)) continue
    const start = at + named.length
    const end = query.indexOf('&', start)
    return end === -1 ? query.slice(start) : query.slice(start, end)
  }
  return ''
}
