import type { OwnRate } from '../core/load/control-load.ts'
import type { Clock } from '../ports/clock.ts'
import type { NodeLoads, NodeRates } from '../ports/node-loads.ts'

export type LoadExchangeParts = {
  /** Name of this node. */
  readonly node: string
  /** Undefined: the nodes share no Redis. */
  readonly nodeLoads: NodeLoads | undefined
  /** Number of nodes that the store has seen lately, this one among them. */
  readonly nodes: () => number
  readonly clock: Pick<Clock, 'nowMonoMs'>
}

/** Knows what all nodes give to CDNs. */
export type LoadExchange = {
  /**
   * Adds the rates of the other nodes to those of this one. A node that told them lately is taken to give the same still; where nobody
   * tells them, each takes its part of a capacity: it is taken to give as much as the mean of those known. Never rejects.
   */
  total(own: NodeRates): Promise<NodeRates>
}

/** Time for which a node that tells nothing any more is taken to give what it gave last. */
const HELD_MS = 60_000

export function openLoadExchange({ node, nodeLoads, nodes, clock }: LoadExchangeParts): LoadExchange {
  let heard: ReadonlyMap<string, Heard> = new Map()

  return {
    async total(own) {
      const told = await nodeLoads?.share(node, new Map([...own].filter(isAny))).catch(() => undefined)
      const others = told === undefined ? [] : ratesOfOthers(told)
      const factor = Math.max(1, nodes() / (others.length + 1))
      return new Map(
        [...own].map(([cdn, rate]) => [
          cdn,
          times(
            others.reduce((sum, rates) => plus(sum, rates.get(cdn)), rate),
            factor,
          ),
        ]),
      )
    },
  }

  /** Those that told, and of as many as are missing those that told last. */
  function ratesOfOthers(told: ReadonlyMap<string, NodeRates>): readonly NodeRates[] {
    const now = clock.nowMonoMs()
    const all = new Map([...heard].filter(([, { atMonoMs }]) => now - atMonoMs < HELD_MS))
    for (const [name, rates] of told) all.set(name, { rates, atMonoMs: now })
    heard = all
    const known = [...all.values()].toSorted((one, other) => other.atMonoMs - one.atMonoMs)
    return known.slice(0, Math.max(told.size, nodes() - 1)).map(({ rates }) => rates)
  }
}

/** Rates that a node told, and when. */
type Heard = { readonly rates: NodeRates; readonly atMonoMs: number }

function isAny([, { given, coming }]: readonly [string, OwnRate]): boolean {
  return given > 0 || coming > 0
}

function times({ given, coming, saturated }: OwnRate, factor: number): OwnRate {
  return { given: given * factor, coming: coming * factor, saturated: saturated * factor }
}

function plus(one: OwnRate, other: OwnRate | undefined): OwnRate {
  if (other === undefined) return one
  return { given: one.given + other.given, coming: one.coming + other.coming, saturated: one.saturated + other.saturated }
}
