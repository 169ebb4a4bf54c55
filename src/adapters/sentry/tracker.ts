import type { ErrorReport } from '../../core/error-report.ts'
import type { SentryDsn } from '../../core/sentry-dsn.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ErrorTracker } from '../../ports/error-tracker.ts'
import { eventOf, fingerprintOf, type EventSource } from './event.ts'

/** Deadline of an answer. */
const DEADLINE_MS = 3_000
/** Most reports under way; an ingest that is slow holds up no more. */
const MAX_UNDER_WAY = 10
const MAX_A_MINUTE = 10
/** Most groups that are counted, the latest ones. */
const MAX_GROUPS = 200
/** Pause after a 429 that names none, and the longest one. */
const PAUSE_SECONDS = 60
const LONGEST_PAUSE_SECONDS = 3_600

type Outcome = 'sent' | 'limited' | 'rejected' | 'failed' | 'lost'

/** Sends reports to an ingest of Sentry's protocol. Whatever becomes of one, it costs a count. */
export function openSentryTracker(dsn: SentryDsn, source: EventSource, clock: Clock, deadlineMs = DEADLINE_MS): ErrorTracker {
  const outcomes = new Map<Outcome, number>(['sent', 'limited', 'rejected', 'failed', 'lost'].map((name) => [name as Outcome, 0]))
  const groups = new Map<string, readonly number[]>()
  let underWay = 0
  let pausedUntilMonoMs = 0
  return {
    async report(report) {
      const outcome = mayBeSent(report) ? await send(report) : 'limited'
      count(outcome, 1)
    },
    countLost: (lost) => count('lost', lost),
    outcomes: () => outcomes,
  }

  function count(outcome: Outcome, more: number): void {
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + more)
  }

  function mayBeSent(report: ErrorReport): boolean {
    const nowMonoMs = clock.nowMonoMs()
    const group = fingerprintOf(report).join(' ')
    const recent = (groups.get(group) ?? []).filter((atMonoMs) => nowMonoMs - atMonoMs < 60_000)
    if (recent.length >= MAX_A_MINUTE || underWay >= MAX_UNDER_WAY) return false
    groups.delete(group)
    groups.set(group, [...recent, nowMonoMs])
    const [oldest] = groups.keys()
    if (groups.size > MAX_GROUPS && oldest !== undefined) groups.delete(oldest)
    return true
  }

  async function send(report: ErrorReport): Promise<Outcome> {
    if (clock.nowMonoMs() < pausedUntilMonoMs) return 'rejected'
    underWay += 1
    try {
      const { status, headers, body } = await fetch(dsn.envelopeUrl, {
        method: 'POST',
        redirect: 'manual', // to nowhere else
        signal: AbortSignal.timeout(deadlineMs),
        headers: {
          'content-type': 'application/x-sentry-envelope',
          'x-sentry-auth': `Sentry sentry_version=7, sentry_client=sluice/${source.version}, sentry_key=${dsn.key}`,
        },
        body: envelopeOf(eventOf(report, source, clock.nowEpochMs())),
      })
      await body?.cancel()
      if (status === 429) pausedUntilMonoMs = clock.nowMonoMs() + pauseMs(headers.get('retry-after'))
      return status === 200 ? 'sent' : status === 429 ? 'rejected' : 'failed'
    } catch {
      return 'failed'
    } finally {
      underWay -= 1
    }
  }
}

/** Three lines: header of the envelope, header of its item, the item. */
function envelopeOf(event: object): string {
  return [{}, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n')
}

function pauseMs(retryAfter: string | null): number {
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : PAUSE_SECONDS
  return Math.min(seconds, LONGEST_PAUSE_SECONDS) * 1_000
}
