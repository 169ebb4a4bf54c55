import { Text } from '@mantine/core'
import { useSession } from '../../client/session.tsx'
import type { Counts, Met } from './counts.ts'
import { REST, type RuleRow } from './picture.ts'
import classes from './routing.module.css'
import { RuleCard } from './rule-card.tsx'
import { useDrag } from './use-drag.ts'
import { orderOf, type Moves } from './use-moves.ts'

export type RuleListProps = {
  readonly rules: readonly RuleRow[]
  readonly moves: Moves
  readonly counts: Counts | undefined
  readonly met: Met | undefined
  /** Why none of them can be moved now; undefined: they can. */
  readonly fixed: string | undefined
}

/** Rules in the order in which they are asked, which is changed by drag, by buttons and by the arrow keys. */
export function RuleList({ rules, moves, counts, met, fixed }: RuleListProps) {
  const order = orderOf(moves.placing.rules)
  const numbers = new Map(order.map((key, index) => [key, index + 1]))
  const requests = new Map(counts?.byRule.map((it) => [it.key, it.requests]))
  const noDrag = useSession().whyNot('upsertRule') ?? fixed
  const { drag, handle } = useDrag((key, place) => moves.put({ key, before: ruleAt(key, place) }))

  /** The rule that one that is dropped on this page is to stand before; the next page goes on where this one ends. */
  function ruleAt(key: string, place: number): string | undefined {
    const others = rules.filter(({ rule, mark }) => rule.key !== key && mark?.kind !== 'REMOVED')
    const all = order.filter((it) => it !== key)
    const next = others[place]?.rule.key
    return next ?? all[all.indexOf(others.at(-1)?.rule.key ?? '') + 1]
  }

  return (
    <ol className={classes['rules']} aria-label="Rules in the order in which they are asked">
      {rules.map((row) => {
        const { key } = row.rule
        const number = numbers.get(key) ?? 0
        return (
          <RuleCard
            key={key}
            row={row}
            number={number}
            isMet={met?.rule === key}
            requests={requests.get(key)}
            dragY={drag?.key === key ? drag.atY - drag.fromY : undefined}
            handle={handle}
            step={moves.step}
            notEarlier={fixed ?? (number === 1 ? 'it is the first' : undefined)}
            notLater={fixed ?? (number === order.length ? 'it is the last' : undefined)}
            notDragged={noDrag}
          />
        )
      })}
      <li
        className={classes['card']}
        data-anchor={REST}
        data-met={(met?.pool !== null && met !== undefined && met.rule === null) || undefined}
      >
        <Text fw={600}>no rule matches</Text>
        <Text size="sm">
          → pool <b>all</b>, that of all enabled CDNs
        </Text>
      </li>
      {drag !== undefined && <GapMark y={drag.gapY} />}
    </ol>
  )
}

function GapMark({ y }: { readonly y: number }) {
  return <li className={classes['gap']} style={{ top: y }} aria-hidden="true" />
}
