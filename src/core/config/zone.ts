import { z } from 'zod'
import { fail, type Result } from '../result.ts'
import { withCommas } from '../text.ts'
import { MAX_CIDRS } from './bounds.ts'
import type { Checked } from './checked.ts'
import { cidrPattern, cidrWords, parseCidr } from './cidr.ts'
import { displayName } from './display-name.ts'
import { inDocuments, type EntryOf, type Field } from './fields.ts'
import { shortKey } from './keys.ts'
import { parseEach } from './parse-each.ts'

const cidrsWords = {
  means: 'networks of the zone, replaced as a whole; an address is in the zone of the longest prefix that holds it',
  allowed: `${cidrWords}; of all zones together at most ${withCommas(MAX_CIDRS)}`,
}

/** Fields of a zone: an operator's own name for networks. */
export const zoneFields = {
  key: shortKey('office'),
  name: displayName('Office'),
  cidrs: {
    ...cidrsWords,
    code: 'CIDR_INVALID',
    type: 'TEXTS',
    takesNull: false,
    form: z
      .array(z.string('text').regex(cidrPattern, cidrWords), 'a list')
      .min(1, 'at least one network')
      .max(MAX_CIDRS, `at most ${MAX_CIDRS} networks`)
      .meta({ description: inDocuments(cidrsWords) }),
    parse: parseCidrs,
    remedy: 'name the networks of the zone',
    example: ['192.0.2.0/24', '2001:db8::/32'],
  } satisfies Field<readonly string[]>,
}

export type Zone = EntryOf<typeof zoneFields>

/** Parses the networks, sorted, each once. Fails with CIDR_INVALID for those that are none, and with TOO_MANY. */
function parseCidrs(values: readonly string[]): Result<readonly string[]> | Checked<readonly string[]> {
  const { allowed, remedy } = zoneFields.cidrs
  if (values.length === 0) return fail({ code: 'CIDR_INVALID', received: 'no network', allowed: 'at least one network', remedy })
  if (values.length > MAX_CIDRS)
    return fail({ code: 'TOO_MANY', received: `${values.length} networks`, allowed, remedy: 'leave networks out' })
  return parseEach(values, parseCidr, (index) => `cidrs[${index}]`)
}
