import {
  readCdn,
  readMembers,
  readPool,
  readRule,
  type Cdn,
  type Change,
  type Config,
  type Kind,
  type Member,
  type Pool,
} from './config.ts'
import type { Rule } from './config.ts'
import { changeOf, marksOf, removedFrom, type Mark } from './pending.ts'

/** Pool of all CDNs, by their own weights: it gets what no rule matches. */
export const ALL = 'all'
/** Anchor of the box for requests that no rule matches. */
export const REST = 'rest'

export type RuleRow = { readonly rule: Rule; readonly mark: Mark | undefined }
export type MemberRow = {
  readonly member: Member
  readonly kind: Kind | undefined
  readonly before: Member | undefined
  readonly cdn: Cdn | undefined
}
export type PoolRow = { readonly pool: Pool; readonly mark: Mark | undefined; readonly members: readonly MemberRow[] }
export type Picture = {
  /** In the order in which they are asked, those that a pending change removes at their old place. */
  readonly rules: readonly RuleRow[]
  /** In the order of the rules that name them, each before its fallbacks; then those that nobody names; `all` is the last. */
  readonly pools: readonly PoolRow[]
}
export type Link = { readonly from: string; readonly to: string; readonly isFallback: boolean; readonly kind: Kind | undefined }

/** Puts a working copy and what is pending of it together, so that what goes away is still to be seen. */
export function pictureOf(config: Config, changes: readonly Change[]): Picture {
  const marks = marksOf(changes)
  const rules = [...config.rules, ...removedFrom('rules', changes).map(readRule)]
    .toSorted((one, other) => one.position - other.position)
    .map((rule) => ({ rule, mark: marks.get(`rules.${rule.key}`) }))
  const pools = [...config.pools, ...removedFrom('pools', changes).map(readPool)]
  const cdns = new Map(config.cdns.map((cdn) => [cdn.key, cdn]))
  const ordered = poolsInOrder(rules, new Map(pools.map((pool) => [pool.key, pool])))
  const rows = ordered.map((pool): PoolRow => {
    const mark = marks.get(`pools.${pool.key}`)
    return { pool, mark, members: membersOf(pool, mark, cdns) }
  })
  return { rules, pools: [...rows, allCdns(config.cdns, changes, marks)] }
}

/** Lines between rules and pools, and from pools to their fallbacks; also those that a pending change takes away. */
export function linksOf(rules: readonly RuleRow[], pools: readonly PoolRow[]): readonly Link[] {
  return [...rules.flatMap(linksOfRule), ...pools.flatMap((row) => [toMembers(row), ...linksOfPool(row)])]
}

/** Pools that these rules lead to, with their fallbacks, and `all`; with those that no rule leads to where `withUnnamed`. */
export function poolsOf({ rules, pools }: Picture, shown: readonly RuleRow[], withUnnamed: boolean): readonly PoolRow[] {
  const rows = new Map(pools.map((row) => [row.pool.key, row]))
  const reached = reachedBy(shown, rows)
  const named = withUnnamed ? reachedBy(rules, rows) : reached
  return pools.filter(({ pool }) => pool.key === ALL || reached.has(pool.key) || (withUnnamed && !named.has(pool.key)))
}

function reachedBy(rules: readonly RuleRow[], rows: ReadonlyMap<string, PoolRow>): ReadonlySet<string> {
  const reached = new Set<string>()
  function reach(row: PoolRow | undefined): void {
    if (row === undefined || reached.has(row.pool.key)) return
    reached.add(row.pool.key)
    for (const { to } of linksOfPool(row)) reach(rows.get(to.slice('pool:'.length)))
  }
  for (const { to } of rules.flatMap(linksOfRule)) reach(rows.get(to.slice('pool:'.length)))
  return reached
}

function linksOfRule({ rule, mark }: RuleRow): readonly Link[] {
  const from = `rule:${rule.key}`
  const moved = changeOf(mark, 'pool')
  const whole = mark !== undefined && mark.fields.length === 0 ? mark.kind : undefined
  const link = { from, to: `pool:${rule.pool}`, isFallback: false, kind: moved === undefined ? whole : ('ADDED' as const) }
  return moved === undefined ? [link] : [link, { from, to: `pool:${String(moved.before)}`, isFallback: false, kind: 'REMOVED' }]
}

function toMembers({ pool, mark }: PoolRow): Link {
  const kind = mark !== undefined && mark.fields.length === 0 ? mark.kind : undefined
  return { from: `pool:${pool.key}`, to: `members:${pool.key}`, isFallback: false, kind }
}

function linksOfPool({ pool, mark }: PoolRow): readonly Link[] {
  const whole = mark !== undefined && mark.fields.length === 0 ? mark.kind : undefined
  const changed = changeOf(mark, 'fallbacks')
  const before = changed === undefined ? pool.fallbacks : ((changed.before ?? []) as readonly string[])
  const link = (to: string, kind: Kind | undefined): Link => ({
    from: `pool:${pool.key}`,
    to: `pool:${to}`,
    isFallback: true,
    kind,
  })
  return [
    ...pool.fallbacks.map((to) => link(to, before.includes(to) ? whole : 'ADDED')),
    ...before.filter((to) => !pool.fallbacks.includes(to)).map((to) => link(to, 'REMOVED')),
  ]
}

function poolsInOrder(rules: readonly RuleRow[], pools: ReadonlyMap<string, Pool>): readonly Pool[] {
  const ordered = new Map<string, Pool>()
  function add(key: string): void {
    const pool = pools.get(key)
    if (pool === undefined || ordered.has(key)) return
    ordered.set(key, pool)
    for (const fallback of pool.fallbacks) add(fallback)
  }
  for (const { rule } of rules) add(rule.pool)
  for (const key of pools.keys()) add(key)
  return [...ordered.values()]
}

function membersOf(pool: Pool, mark: Mark | undefined, cdns: ReadonlyMap<string, Cdn>): readonly MemberRow[] {
  const changed = changeOf(mark, 'members')
  const before = changed === undefined ? pool.members : readMembers(changed.before)
  const old = new Map(before.map((member) => [member.cdn, member]))
  const row = (member: Member, kind: Kind | undefined, was?: Member): MemberRow => ({
    member,
    kind,
    before: was,
    cdn: cdns.get(member.cdn),
  })
  const present = pool.members.map((member) => {
    const was = old.get(member.cdn)
    if (was === undefined) return row(member, 'ADDED')
    return isSame(was, member) ? row(member, undefined) : row(member, 'CHANGED', was)
  })
  const gone = before.filter(({ cdn }) => !pool.members.some((member) => member.cdn === cdn))
  return [...present, ...gone.map((member) => row(member, 'REMOVED'))].toSorted(
    (one, other) => one.member.priority - other.member.priority,
  )
}

function isSame(one: Member, other: Member): boolean {
  return JSON.stringify(readMembers([one])) === JSON.stringify(readMembers([other]))
}

function allCdns(cdns: readonly Cdn[], changes: readonly Change[], marks: ReadonlyMap<string, Mark>): PoolRow {
  const asMember = ({ key, weight }: Cdn): Member => ({ cdn: key, weight, priority: 0, maxSharePercent: 100, places: [] })
  const members = [...cdns, ...removedFrom('cdns', changes).map(readCdn)].map((cdn): MemberRow => {
    const mark = marks.get(`cdns.${cdn.key}`)
    const weight = changeOf(mark, 'weight')
    const isOther = weight !== undefined || changeOf(mark, 'enabled') !== undefined
    const kind = mark?.kind === 'CHANGED' && !isOther ? undefined : mark?.kind
    const before = weight === undefined ? undefined : { ...asMember(cdn), weight: Number(weight.before) }
    return { member: asMember(cdn), kind, before, cdn }
  })
  const pool: Pool = {
    key: ALL,
    name: 'All CDNs',
    policy: 'WEIGHTED',
    stickyParameter: null,
    stabilise: 0,
    fallbacks: [],
    members: [],
  }
  return { pool, mark: undefined, members }
}
