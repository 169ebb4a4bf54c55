import type { Cdn } from '../core/config/cdn.ts'
import { readToldLoad } from '../core/load/read-told-load.ts'
import { describeProblem } from '../core/result.ts'
import type { AskLoad, LoadTarget } from '../ports/ask-load.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { OutsideLoad } from '../ports/outside-loads.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { openAskSchedule } from './ask-schedule.ts'
import type { RevisionFollower } from './revision-follower.ts'

export type LoadPollerParts = {
  readonly askLoad: AskLoad
  readonly clock: Pick<Clock, 'nowMonoMs' | 'after'>
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly random: Random
  readonly revisions: Pick<RevisionFollower, 'current'>
  readonly onProblem: (message: string) => void
}

/** Asks at each `loadUrl` of the live revision for the load of its CDN. */
export type LoadPoller = {
  /** Takes up the live revision of now. */
  followRevisions(): void
  /** Why the load of a CDN is not known from its URL, by key; omits those that tell it, and those not asked yet. */
  troubles(): ReadonlyMap<string, string>
  stop(): void
}

const INTERVAL_SECONDS = 10
/** Longest time between two questions to one that fails, so that those that are dead keep nobody waiting. */
const LONGEST_SECONDS = 60
const MOST_AT_ONCE = 50

type Polled = LoadTarget & { readonly key: string }

/** `onLoad`: called with each load that was told and can be, and the URL that told it. */
export function openLoadPoller(parts: LoadPollerParts, onLoad: (load: OutsideLoad, url: string) => void): LoadPoller {
  const { askLoad, storeTime, revisions, onProblem } = parts
  let troubles = new Map<string, string>()
  /** Failures of each one since it last told a load. */
  let failures = new Map<string, number>()
  const schedule = openAskSchedule<Polled>({
    ...parts,
    ask,
    mostAtOnce: MOST_AT_ONCE,
    identityOf,
    intervalSecondsOf,
  })

  return {
    followRevisions() {
      const polled = (revisions.current()?.config.cdns ?? []).flatMap((cdn) => polledOf(cdn) ?? [])
      schedule.follow(polled)
      const identities = new Set(polled.map(identityOf))
      failures = new Map([...failures].filter(([identity]) => identities.has(identity)))
      const keys = new Set(polled.map(({ key }) => key))
      troubles = new Map([...troubles].filter(([key]) => keys.has(key)))
    },
    troubles: () => troubles,
    stop: () => schedule.stop(),
  }

  /** Doubles from the second failure in a row on. */
  function intervalSecondsOf(polled: Polled): number {
    const doublings = Math.max(0, (failures.get(identityOf(polled)) ?? 0) - 1)
    return Math.min(LONGEST_SECONDS, INTERVAL_SECONDS * 2 ** doublings)
  }

  async function ask(polled: Polled): Promise<void> {
    const { key } = polled
    const answer = await askLoad(polled).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    const cdn = revisions.current()?.config.cdns.find((one) => one.key === key)
    const now = cdn && polledOf(cdn)
    if (cdn === undefined || now?.url !== polled.url || now.internal !== polled.internal) return // it was published anew meanwhile
    if (answer instanceof Error) return tell(polled, answer.message)
    const told = readToldLoad(cdn, answer)
    if (!told.ok) return tell(polled, `${told.problem.code}: ${describeProblem(told.problem)}`)
    troubles.delete(key)
    failures.delete(identityOf(polled))
    const nowEpochMs = Math.round(storeTime.nowEpochMs())
    const { validSeconds, ...load } = told.value
    onLoad({ cdn: key, ...load, reportedAtEpochMs: nowEpochMs, validUntilEpochMs: nowEpochMs + validSeconds * 1_000 }, polled.url)
  }

  /** Tells a new reason once. */
  function tell(polled: Polled, why: string): void {
    const { key } = polled
    failures.set(identityOf(polled), (failures.get(identityOf(polled)) ?? 0) + 1)
    if (troubles.get(key) !== why)
      onProblem(`the loadUrl of CDN ${key} tells no load: ${why}; what was told before counts until it ends`)
    troubles.set(key, why)
  }
}

function identityOf({ key, url, internal }: Polled): string {
  return `${key} ${url} ${internal}`
}

function polledOf({ key, capacity, loadUrl, loadInternal }: Cdn): Polled | undefined {
  if (capacity === undefined || loadUrl === undefined || loadUrl === null) return undefined
  return { key, url: loadUrl, internal: loadInternal === true }
}
