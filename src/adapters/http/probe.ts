import { addressFamilies } from '../../core/health/health.ts'
import type { ProbeResults } from '../../core/health/probe.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Probe, ProbeTarget } from '../../ports/probe.ts'
import type { Question } from './ask-address.ts'
import { addressesOf, askFirst, OVER } from './ask-first.ts'
import { judgeAnswer } from './judge-answer.ts'
import type { ResolveName } from './resolve-name.ts'

type ProbeParts = {
  readonly clock: Clock
  readonly resolveName: ResolveName
  /** Version of this program, which CDNs are told. */
  readonly version: string
}

/**
 * Probes over HTTP(S), each time with a connection of its own: the first address of each family that may be asked, all at once.
 * Follows no redirect and asks no proxy.
 */
export function openHttpProbe({ clock, resolveName, version }: ProbeParts): Probe {
  const userAgent = `sluice/${version} health check`
  return async (target) => {
    const url = urlOf(target)
    if (url === null) return unresolved('the base URL has no host', 0)
    const startMonoMs = clock.nowMonoMs()
    const latencyMs = () => Math.round(clock.nowMonoMs() - startMonoMs)
    const deadline = new AbortController()
    const cancel = clock.after(target.check.timeoutSeconds * 1_000, () => deadline.abort(OVER))
    const { method, internal, timeoutSeconds } = target.check
    const judge: Question['judge'] = (answer, settle) => judgeAnswer(answer, target.check, settle)
    const question = { url, method, internal, timeoutSeconds, userAgent, judge }
    const addresses = addressesOf(url, resolveName, deadline.signal)
    const results: { -readonly [Family in keyof ProbeResults]: ProbeResults[Family] } = {}
    await Promise.all(
      addressFamilies.map(async (family) => {
        const answer = await askFirst(addresses[family], question, deadline.signal)
        if (answer !== undefined) results[family] = answer && { ...answer, latencyMs: latencyMs() }
      }),
    )
    cancel()
    deadline.abort(OVER) // for a lookup that nobody waits for any more
    if (results.IPV4 || results.IPV6) return results
    return unresolved('the name has no address, or the resolver gave none in time', latencyMs())
  }
}

/** URL of a check: its path stands behind the base URL. Whatever form an address has there, a URL makes the usual one of it. */
function urlOf({ baseUrl, check }: ProbeTarget): URL | null {
  const base = /^https?:\/\//i.test(baseUrl) ? baseUrl : `https://${baseUrl}`
  return URL.parse(`${base.replace(/\/+$/, '')}${check.path}`)
}

function unresolved(message: string, latencyMs: number): ProbeResults {
  const result = { outcome: 'DNS', status: null, latencyMs, message, certificateEndsEpochMs: null } as const
  return { IPV4: result, IPV6: result }
}
