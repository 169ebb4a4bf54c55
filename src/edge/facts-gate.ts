import { isSameRevision, joinReported } from '../core/config/revision-identity.ts'
import { isKnownFormat, type ConfigRevision } from '../core/config/revision.ts'
import type { Orders, RevisionOrder } from '../core/orders/orders.ts'
import { askedFactsOf, joinAskedFacts } from '../core/routing/asked-facts.ts'
import type { FactsSource } from '../ports/client-facts.ts'
import type { Clock } from '../ports/clock.ts'
import type { CurrentTable } from './current-table.ts'

export type FactsGate = {
  take(orders: Orders): void
  /** Whether a revision is on its way to the table: held here, or passed on and not taken yet. */
  isUnderWay(): boolean
  /** Closes what the running revision does not ask for, once no other is on its way. To be called when orders were taken. */
  narrow(): void
}

/** Longest wait for databases. Then the revision runs all the same, and what they would tell is unknown until they are open. */
const HOLD_MS = 2_000
/** The same for a revision that denies countries, while another runs: without the database it would deny nobody. */
const HOLD_DENIALS_MS = 10_000

type Held = { order: RevisionOrder; readonly cancel: () => void }

/**
 * Passes orders on, but holds a revision that is the first to ask for a fact until the database is open: else its first clients
 * would be of unknown countries. The revision before runs meanwhile, with its own databases.
 */
export function openFactsGate(
  source: Pick<FactsSource, 'ask'>,
  clock: Pick<Clock, 'after'>,
  current: CurrentTable,
  pass: (orders: Orders) => void,
): FactsGate {
  let held: Held | undefined
  let underWay: ConfigRevision | undefined
  /** Facts that the running revision asks for, and those that were passed on since. */
  let asked = joinAskedFacts()
  return {
    isUnderWay: () => underWay !== undefined,
    take(orders) {
      const { revision, as = 'LIVE', ...others } = orders
      if (revision === undefined || !isKnownFormat(revision.formatVersion)) return pass(orders) // what is unknown will be refused
      underWay = revision
      const opening = source.ask(joinAskedFacts(asked, askedFactsOf(revision.config)))
      if (opening !== undefined && held !== undefined && isSameRevision(held.order.revision, revision)) {
        held.order = { revision, as }
        return pass(others)
      }
      held?.cancel()
      held = undefined
      if (opening === undefined) return passOn({ ...orders, revision })
      const hold: Held = { order: { revision, as }, cancel: clock.after(longestHoldMs(revision), () => release(hold)) }
      held = hold
      void opening.then(() => release(hold))
      pass(others)
    },
    narrow() {
      const { compiled, refused } = current.running
      const last = refused === null ? compiled?.revision : joinReported(refused.revision, refused.sha256)
      if (underWay === undefined || !isSameRevision(last, underWay)) return
      underWay = undefined
      asked = compiled === undefined ? joinAskedFacts() : askedFactsOf(compiled.revision.config)
      void source.ask(asked)
    },
  }

  function release(hold: Held): void {
    if (held !== hold) return
    held.cancel()
    held = undefined
    passOn(hold.order)
  }

  function passOn(orders: Orders & { readonly revision: ConfigRevision }): void {
    asked = joinAskedFacts(asked, askedFactsOf(orders.revision.config))
    pass(orders)
  }

  function longestHoldMs({ config }: ConfigRevision): number {
    const isDenying = config.cdns.some(({ excludeCountries = [] }) => excludeCountries.length > 0)
    return isDenying && current.running.kind === 'RUNS' ? HOLD_DENIALS_MS : HOLD_MS
  }
}
