import { canonicalJson } from '../../core/config/canonical.ts'
import type { Fields } from '../../core/config/fields.ts'
import { declarationOf, listNames } from '../../core/config/nouns.ts'
import { memberFields } from '../../core/config/pool-members.ts'
import type { WholeConfig } from '../../core/config/check-document.ts'

/** Leaves out what the service fills in by itself. An export of 1,000 CDNs and 10,000 members would else exceed its largest body. */
export function leaveOutDefaults(config: WholeConfig): WholeConfig {
  const pools = config.pools?.map(({ members, ...pool }) => ({
    ...pool,
    members: members?.map((member) => shorten(memberFields, member)),
  }))
  const whole = { ...config, ...(pools !== undefined && { pools }) }
  const short = listNames.flatMap((name) =>
    whole[name] === undefined ? [] : [[name, whole[name].map((entry) => shorten(declarationOf(name).fields, entry))]],
  )
  return { ...whole, ...Object.fromEntries(short) } as WholeConfig // entries lack only what an edit may lack
}

function shorten<T extends object>(fields: Fields, entry: T): Partial<T> {
  const key = 'key' in entry ? String(entry.key) : ''
  return Object.fromEntries(
    Object.entries(entry).filter(([name, value]) => canonicalJson(value) !== canonicalJson(fields[name]?.fallback?.({ key }))),
  ) as Partial<T> // some of its own fields
}
