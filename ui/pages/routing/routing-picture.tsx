import { Group, Stack, Text, TextInput } from '@mantine/core'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { count } from '../../parts/numbers.ts'
import { Pages } from '../../parts/pages.tsx'
import type { Change, Config } from './config.ts'
import type { Counts, Met } from './counts.ts'
import { Lines } from './lines.tsx'
import { MoveNotices } from './move-notices.tsx'
import { ALL, linksOf, pictureOf, poolsOf, REST, type Link, type RuleRow } from './picture.ts'
import { PoolCard } from './pool-card.tsx'
import classes from './routing.module.css'
import { RuleList } from './rule-list.tsx'
import { useMore } from './use-more.tsx'
import { useMoves } from './use-moves.ts'

export type RoutingPictureProps = {
  readonly version: number
  readonly config: Config
  readonly changes: readonly Change[]
  readonly counts: Counts | undefined
  /** The rule and the pool that an address meets; they stand out. */
  readonly met: Met | undefined
  readonly reload: () => void
}

/** Rules, and pools, that are drawn at once. */
const PAGE = 25
const rest: Link = { from: REST, to: `pool:${ALL}`, isFallback: false, kind: undefined }

/** The way of a request from left to right: rules in their order, the pools that they lead to, the members of each. */
export function RoutingPicture({ version, config, changes, counts, met, reload }: RoutingPictureProps) {
  const [filter, setFilter] = useState('')
  const [page, setPage] = useState(1)
  const box = useRef<HTMLDivElement>(null)
  const read = useMemo(() => ({ version, rules: config.rules }), [version, config.rules])
  const moves = useMoves(read, reload)
  const picture = useMemo(() => {
    const positions = new Map(moves.placing.rules.map(({ key, position }) => [key, position]))
    const rules = config.rules.map((rule) => ({ ...rule, position: positions.get(rule.key) ?? rule.position }))
    return pictureOf({ ...config, rules }, changes)
  }, [config, changes, moves.placing])
  const asked = useDeferredValue(filter)
  const found = useMemo(() => picture.rules.filter((row) => isFound(row, asked)), [picture, asked])
  const pages = Math.ceil(found.length / PAGE)
  const first = Math.min(page, Math.max(1, pages)) - 1
  const rules = useMemo(() => found.slice(first * PAGE, (first + 1) * PAGE), [found, first])
  const pools = useMemo(() => poolsOf(picture, rules, first + 1 >= pages && asked === ''), [picture, rules, first, pages, asked])
  const { shown, button } = useMore(pools.slice(0, -1), 'pools', PAGE)
  const links = useMemo(() => [...linksOf(rules, pools), rest], [rules, pools])
  const named = useMemo(() => new Set(linksOf(picture.rules, picture.pools).map(({ to }) => to)), [picture])
  const traffic = useMemo(() => new Map(counts?.byPool.map((it) => [it.key, it])), [counts])
  return (
    <Stack>
      {picture.rules.length > 10 && (
        <Group align="flex-end">
          <TextInput
            label="Find rules"
            description="by key, pool or a value of a condition"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <Text c="dimmed">
            {count(found.length)} of {count(picture.rules.length)} rules
          </Text>
          <Pages name="rules" total={pages} shown={first + 1} onTurn={setPage} />
        </Group>
      )}
      <MoveNotices moves={moves} />
      <div className={classes['picture']} ref={box}>
        <Lines box={box} links={links} met={met?.rule === null ? REST : `rule:${met?.rule}`} />
        <RuleList
          rules={rules}
          moves={moves}
          counts={counts}
          met={met}
          fixed={asked === '' ? undefined : 'clear the filter to move rules'}
        />
        <ul className={classes['pools']} aria-label="Pools and their members">
          {[...shown, ...pools.slice(-1)].map((row) => (
            <PoolCard
              key={row.pool.key}
              row={row}
              isNamed={row.pool.key === ALL || named.has(`pool:${row.pool.key}`)}
              isMet={met?.pool === row.pool.key}
              traffic={traffic.get(row.pool.key)}
            />
          ))}
          {button !== null && <li>{button}</li>}
        </ul>
      </div>
    </Stack>
  )
}

function isFound({ rule }: RuleRow, filter: string): boolean {
  const words = [rule.key, rule.pool, ...Object.values(rule.match).flat().map(String)]
  return filter === '' || words.some((word) => word.toLowerCase().includes(filter.toLowerCase()))
}
