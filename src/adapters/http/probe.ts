import { isIP } from 'node:net'
import { addressFamilies } from '../../core/health/health.ts'
import type { ProbeResults } from '../../core/health/probe.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Probe, ProbeTarget } from '../../ports/probe.ts'
import { mayAsk } from './address-guard.ts'
import { askAddress, forbidden, hostOf, type Answer, type Question } from './ask-address.ts'
import type { AddressesByFamily, ResolveName } from './resolve-name.ts'

/** Reason of an end that nobody reads. Without one, each end costs an exception with its stack. */
const OVER = 'over'

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
    const addresses = addressesOf(hostOf(url), resolveName, deadline.signal)
    const results: { -readonly [Family in keyof ProbeResults]: ProbeResults[Family] } = {}
    await Promise.all(
      addressFamilies.map(async (family) => {
        const answer = await askFirst(addresses[family], { url, check: target.check, userAgent }, deadline.signal)
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

function addressesOf(host: string, resolveName: ResolveName, signal: AbortSignal): AddressesByFamily {
  const kind = isIP(host)
  if (kind === 0) return resolveName(host, signal)
  return { IPV4: Promise.resolve(kind === 4 ? [host] : []), IPV6: Promise.resolve(kind === 6 ? [host] : []) }
}

/** Asks the first of the addresses that may be asked. Gives undefined where there is none at all, null where it is not known. */
async function askFirst(
  addresses: Promise<readonly string[]>,
  question: Question,
  signal: AbortSignal,
): Promise<Answer | null | undefined> {
  const known = await knownInTime(addresses, signal)
  if (known === null) return null
  if (known.length === 0) return undefined
  const address = known.find((each) => mayAsk(each, question.check.internal))
  return address === undefined ? forbidden : askAddress(address, question, signal)
}

/** Gives null where the resolver fails, or is late: it has not said that the family has no address. */
function knownInTime(addresses: Promise<readonly string[]>, signal: AbortSignal): Promise<readonly string[] | null> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true })
    addresses.then(resolve, () => resolve(null))
  })
}

function unresolved(message: string, latencyMs: number): ProbeResults {
  const result = { outcome: 'DNS', status: null, latencyMs, message, certificateEndsEpochMs: null } as const
  return { IPV4: result, IPV6: result }
}
