import { setTimeout as pause } from 'node:timers/promises'
import { openAdminClient } from './admin-client.ts'
import { openHttpClient } from './http-client.ts'
import { judgeGrowth } from './judge/judge-growth.ts'
import { judgeRun } from './judge/judge-run.ts'
import type { Verdict } from './judge/verdict.ts'
import { openMeasures, type TimesByKind } from './measures.ts'
import { startSampler, type Sample } from './sampling/sampler.ts'
import type { Scenario } from './scenario.ts'
import type { Target } from './target.ts'
import { startAuditReads } from './traffic/audit-reads.ts'
import { openDashboards } from './traffic/dashboards.ts'
import { openDeliveries } from './traffic/deliveries.ts'
import { expectBy } from './traffic/expected.ts'
import { startOverrides } from './traffic/overrides.ts'
import type { Going } from './traffic/pace.ts'
import { startPublishes } from './traffic/publishes.ts'
import { startRedirects } from './traffic/redirects.ts'

/** A scenario as it is to be run: its values, or those that were told instead. */
export type Plan = Scenario & { readonly name: string; readonly maxErrors: number }

/** All that is known of a run. */
export type Result = {
  readonly scenario: string
  readonly startedAt: string
  /** For which the load lasted. */
  readonly seconds: number
  readonly isInterrupted: boolean
  readonly group: { readonly url: string; readonly isOwn: boolean; readonly workers: number | undefined }
  readonly load: Scenario['load']
  readonly verdicts: readonly Verdict[]
  readonly times: TimesByKind
  readonly failures: Readonly<Record<string, number>>
  /** Redirects that were asked for again, since their connection was closed while it was idle. */
  readonly retries: number
  readonly samples: readonly Sample[]
}

/** Loads the group, until the time is over or the signal comes, and judges it. */
export async function runScenario(
  target: Target,
  plan: Plan,
  { signal, onSample }: { readonly signal: AbortSignal; readonly onSample: (sample: Sample) => void },
): Promise<Result> {
  const admin = openAdminClient(target.adminUrl, target.token)
  const players = openHttpClient(target.url, plan.load.connections)
  const measures = openMeasures()
  const keep = { measures, expected: expectBy(target.config), target, deliveries: openDeliveries(measures) }
  const dashboards = await openDashboards(admin, plan.load, keep)

  const startedAt = new Date().toISOString()
  const startedMs = performance.now()
  const sampler = startSampler(target, admin, measures, { forcesCollections: plan.maxSlopes !== undefined, onSample })
  const parts: readonly Going[] = [
    startRedirects(players, plan.load, keep),
    startPublishes(admin, plan.load, keep),
    startOverrides(admin, plan.load, keep),
    startAuditReads(admin, plan.load, keep),
  ]
  await pause(plan.seconds * 1_000, undefined, { signal }).catch(() => undefined)
  const seconds = (performance.now() - startedMs) / 1_000
  await Promise.all(parts.map((part) => part.stop()))
  await dashboards.stop()
  await sampler.stop()
  players.close()
  admin.close()

  const times = measures.all()
  const outcome = { seconds, times, failures: measures.failureCount(), counts: keep.expected.counts }
  const counting = target.own && { ratio: target.config.settings.ratio, workers: target.own.workers }
  return {
    scenario: plan.name,
    startedAt,
    seconds,
    isInterrupted: signal.aborted,
    group: { url: target.url, isOwn: target.isOwn, workers: target.own?.workers },
    load: plan.load,
    verdicts: [
      ...judgeRun(plan, outcome, { maxErrors: plan.maxErrors, counting }),
      ...(plan.maxSlopes === undefined ? [] : judgeGrowth(sampler.samples, plan.maxSlopes)),
    ],
    times,
    failures: measures.failures(),
    retries: players.countRetries(),
    samples: sampler.samples,
  }
}
