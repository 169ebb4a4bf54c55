import type { Rule as RuleConfig } from '../../../core/config/rule.ts'
import { parseIpAddress, type IpAddress } from '../../../core/request/ip-address.ts'
import { fail, ok, printable, type Result } from '../../../core/result.ts'
import type { GeoDatabase as Database } from '../../../ports/client-facts.ts'
import type { ToldClient } from '../../client/told-client.ts'
import { builder } from '../builder.ts'
import { valueOf } from '../problem/user-problems.ts'

/** Time to read databases that nobody has asked for before. */
const OPENING_MS = 20_000

const GeoDatabase = builder.objectRef<Database>('GeoDatabase').implement({
  description: 'A database that tells where clients are, as this node has it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: '`country` or `asn`.' }),
    source: t.exposeString('source', { description: 'File or package that it is read from.' }),
    builtAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its content was made; null while that is unknown.',
      resolve: ({ builtAtEpochMs }) => (builtAtEpochMs === undefined ? null : new Date(builtAtEpochMs).toISOString()),
    }),
    trouble: t.exposeString('trouble', {
      nullable: true,
      description: 'Why its facts are unknown, and what to do; null: they are known.',
    }),
  }),
})

const MatchingRule = builder.objectRef<RuleConfig>('MatchingRule').implement({
  description: 'A rule whose conditions about clients all hold.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key of the rule.' }),
    position: t.exposeInt('position', { description: 'Of the rules that match the one of the lowest position decides.' }),
    pool: t.exposeString('pool', { description: 'Key of the pool that it leads to.' }),
  }),
})

const ClientFacts = builder.objectRef<ToldClient>('ClientFacts').implement({
  description:
    'What this node knows of an address, and what the live revision makes of it. Headers of proxies, overrides and health are left out.',
  fields: (t) => ({
    ip: t.exposeString('ip', { description: 'The address; IPv4 in IPv6 as IPv4.' }),
    country: t.exposeString('country', { nullable: true, description: 'Code of ISO 3166-1, or XK; null: unknown.' }),
    continent: t.exposeString('continent', { nullable: true, description: 'AF, AN, AS, EU, NA, OC or SA; null: unknown.' }),
    asn: t.exposeFloat('asn', {
      nullable: true,
      description: 'Number of the autonomous system that announces its network; null: unknown.',
    }),
    countryFrom: t.field({
      type: GeoDatabase,
      nullable: true,
      description: 'The database that is asked for country and continent.',
      resolve: ({ databases }) => databases.find(({ name }) => name === 'country'),
    }),
    asnFrom: t.field({
      type: GeoDatabase,
      nullable: true,
      description: 'The database that is asked for the autonomous system.',
      resolve: ({ databases }) => databases.find(({ name }) => name === 'asn'),
    }),
    zone: t.exposeString('zone', {
      nullable: true,
      description: 'Key of the zone that it counts to, by the longest prefix; null: none.',
    }),
    zones: t.exposeStringList('zones', { description: 'Keys of all zones with a network that holds it.' }),
    rules: t.field({
      type: [MatchingRule],
      description:
        'Enabled rules whose conditions about clients all hold, by position. A condition about user agents needs `userAgent`.',
      resolve: ({ rules }) => [...rules],
    }),
    excludedCdns: t.exposeStringList('excludedCdns', { description: 'Keys of the CDNs that it never gets.' }),
    rule: t.string({
      nullable: true,
      description: 'Key of the rule that decides about `video`; null: none, or no `video` was given.',
      resolve: ({ decision }) => decision?.rule,
    }),
    pool: t.string({
      nullable: true,
      description: 'Key of the pool that is asked for `video`, `all` where no rule decides; null: no `video` was given.',
      resolve: ({ decision }) => decision && (decision.pool ?? 'all'),
    }),
  }),
})

builder.queryField('clientFacts', (t) =>
  t.field({
    description:
      'What this node knows of a client, also while its store is away. No address is `IP_INVALID`; a `video` that no redirect has is refused with its code. The first question opens all databases.',
    type: ClientFacts,
    args: {
      ip: t.arg.string({ required: true, description: 'An address of IPv4 or IPv6.' }),
      video: t.arg.string({ description: 'A video URL, for which the rule is looked up.' }),
      userAgent: t.arg.string({ description: 'The `User-Agent` of the player; unless told there is none.' }),
    },
    resolve: async (_root, { ip, video, userAgent }, { tellClient, deadline }) => {
      const address = valueOf(readAddress(ip))
      deadline.allow(OPENING_MS)
      return valueOf(await tellClient({ address, userAgent: userAgent ?? '', video: video ?? undefined }))
    },
  }),
)

function readAddress(text: string): Result<IpAddress> {
  const address = /^[\d.:a-f]{2,45}$/i.test(text) ? parseIpAddress(text) : undefined
  if (address !== undefined) return ok(address)
  const [received, allowed] = [printable(text), 'an address of IPv4 or IPv6, without port or prefix']
  return fail({ code: 'IP_INVALID', field: 'ip', received, allowed, remedy: 'give for example "192.0.2.1"' })
}
