import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { formatFacts } from '../table.ts'

const databaseShape = z.strictObject({
  name: z.string(),
  source: z.string(),
  builtAt: z.string().nullable(),
  trouble: z.string().nullable(),
})
const clientShape = z.strictObject({
  ip: z.string(),
  country: z.string().nullable(),
  continent: z.string().nullable(),
  asn: z.int().nullable(),
  countryFrom: databaseShape.nullable(),
  asnFrom: databaseShape.nullable(),
  zone: z.string().nullable(),
  zones: z.array(z.string()),
  rules: z.array(z.strictObject({ key: z.string(), position: z.int(), pool: z.string() })),
  excludedCdns: z.array(z.string()),
  rule: z.string().nullable(),
  pool: z.string().nullable(),
})
type Client = z.infer<typeof clientShape>

export const client = defineCommand({
  name: 'client',
  synopsis: 'IP [--video URL] [--user-agent TEXT]',
  summary: 'tells what is known of an address, and which rules and denials hold for it',
  help: `
Country and autonomous system by the databases of the node, the zone by the longest prefix, the rules of the live revision whose
conditions about clients all hold, and the CDNs that the client never gets. With --video also the rule that decides, and its pool.
What a proxy's headers tell is left out, and so are overrides and health. Needs the role viewer.

  npx sluice client 192.0.2.1
  npx sluice client 2001:db8::1 --video http://s1.origin-cluster/live/x.m3u8
`,
  operands: { min: 1, max: 1 },
  options: {
    video: { type: 'string', value: 'URL', help: 'a video URL, for which the rule is looked up' },
    'user-agent': {
      type: 'string',
      value: 'TEXT',
      help: 'the User-Agent of the player, for rules that ask for it; default: none',
    },
  },
  shape: clientShape,
  async run({ operands: [ip = ''], values, api, show }) {
    const { video, 'user-agent': userAgent } = values
    const { clientFacts } = await api.ask<{ readonly clientFacts: Client }>(query, { ip, video, userAgent })
    show(clientFacts, (facts) => describeClient(facts, video !== undefined))
    return cliExitCodes.done
  },
})

const query = `query Client($ip: String!, $video: String, $userAgent: String) {
  clientFacts(ip: $ip, video: $video, userAgent: $userAgent) ${selectionOf(clientShape)}
}`

function describeClient(facts: Client, hasVideo: boolean): string {
  const { ip, country, continent, asn, countryFrom, asnFrom, zone, zones, rules, excludedCdns, rule, pool } = facts
  const others = zones.filter((key) => key !== zone)
  return formatFacts([
    ['address', ip],
    ['country', `${country === null ? 'unknown' : `${country} (${continent})`}${origin(countryFrom)}`],
    ['network', `${asn === null ? 'unknown' : `AS${asn}`}${origin(asnFrom)}`],
    ['zone', `${zone ?? 'none'}${others.length === 0 ? '' : `; also in ${others.join(', ')}`}`],
    ['rules', rules.map(({ key, position, pool: to }) => `${key} (${position}, pool ${to})`).join(', ') || 'none'],
    ['never gets', excludedCdns.join(', ') || 'no CDN is denied to it'],
    ...(hasVideo ? [['this video', `pool ${pool}, ${rule === null ? 'no rule matches' : `by the rule ${rule}`}`] as const] : []),
  ])
}

/** Says what database tells a fact, or why it tells none. */
function origin(database: Client['countryFrom']): string {
  if (database === null) return ''
  const { source, builtAt, trouble } = database
  return trouble === null ? `, by ${source}${builtAt === null ? '' : ` of ${builtAt.slice(0, 10)}`}` : `: ${trouble}`
}
