import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, type Client } from 'urql'
import { RoutingMoveRuleDocument } from '../../generated/operations.ts'
import { wordsOf } from '../../parts/answer.tsx'
import { planMove, type Placed } from './plan-move.ts'

/** The rule that is to stand before another one; undefined: behind all of them. */
type Wish = { readonly key: string; readonly before: string | undefined }
export type Placing = { readonly version: number; readonly rules: readonly Placed[] }

export type Moves = {
  /** The newest places that are known: those that were read, or those that moves have made since. */
  readonly placing: Placing
  readonly underway: { readonly key: string; readonly done: number; readonly total: number } | undefined
  /** A move that was refused: nothing of it is lost, it can be made on what is there now. */
  readonly refused: { readonly wish: Wish; readonly words: string } | undefined
  /** For those who hear the page. */
  readonly said: string
  readonly put: (wish: Wish) => void
  readonly step: (key: string, by: 1 | -1) => void
  readonly forget: () => void
}

/** Moves rules of the working copy one after the other, each on the version that is known by then. */
export function useMoves(read: Placing, reload: () => void): Moves {
  const client = useClient()
  const [made, setMade] = useState<Placing>(read)
  const [underway, setUnderway] = useState<Moves['underway']>()
  const [refused, setRefused] = useState<Moves['refused']>()
  const [said, setSaid] = useState('')
  const placing = made.version > read.version ? made : read
  const newest = useRef(placing)
  const queue = useRef(Promise.resolve())
  useEffect(() => {
    if (placing.version >= newest.current.version) newest.current = placing
  }, [placing])

  const enqueue = useCallback(
    (wishOf: (order: readonly string[]) => Wish | undefined) => {
      queue.current = moveAfter(queue.current)

      async function moveAfter(earlier: Promise<void>): Promise<void> {
        await earlier
        const wish = wishOf(orderOf(newest.current.rules))
        if (wish === undefined) return
        setRefused(undefined)
        const words = await carryOut(client, newest, wish, (done, total) => setUnderway({ key: wish.key, done, total }))
        setUnderway(undefined)
        setMade(newest.current)
        const order = orderOf(newest.current.rules)
        if (words === undefined) setSaid(`${wish.key} is now number ${order.indexOf(wish.key) + 1} of ${order.length}`)
        else setRefused({ wish, words })
        reload()
      }
    },
    [client, reload],
  )
  const step = useCallback<Moves['step']>((key, by) => enqueue((order) => neighbour(order, key, by)), [enqueue])
  return {
    placing,
    underway,
    refused,
    said,
    put: (wish) => enqueue(() => wish),
    step,
    forget: () => setRefused(undefined),
  }
}

/** Resolves to the words of the refusal. */
async function carryOut(
  client: Client,
  newest: { current: Placing },
  { key, before }: Wish,
  onStep: (done: number, total: number) => void,
): Promise<string | undefined> {
  const others = orderOf(newest.current.rules).filter((other) => other !== key)
  const place = before === undefined || !others.includes(before) ? others.length : others.indexOf(before)
  const plan = planMove(newest.current.rules, key, place)
  for (const [done, step] of plan.entries()) {
    onStep(done, plan.length)
    const { version, rules } = newest.current
    const { data, error } = await client.mutation(RoutingMoveRuleDocument, { ...step, expectedVersion: version }).toPromise()
    if (error !== undefined) return wordsOf(error)
    const answer = data?.upsertRule
    if (answer?.__typename !== 'UpsertRuleSuccess')
      return answer === undefined ? 'No answer' : `${answer.code}: ${answer.message}`
    newest.current = { version: version + 1, rules: rules.map((rule) => (rule.key === step.key ? { ...rule, ...step } : rule)) }
  }
  return undefined
}

function neighbour(order: readonly string[], key: string, by: 1 | -1): Wish | undefined {
  const place = order.indexOf(key) + by
  if (place < 0 || place >= order.length) return undefined
  return { key, before: order[by === 1 ? place + 1 : place] }
}

export function orderOf(rules: readonly Placed[]): readonly string[] {
  return rules.toSorted((one, other) => one.position - other.position).map(({ key }) => key)
}
