import { isIP } from 'node:net'
import { mayAsk } from './address-guard.ts'
import { askAddress, forbidden, hostOf, type Answer, type Question } from './ask-address.ts'
import type { AddressesByFamily, ResolveName } from './resolve-name.ts'

/** Reason of an end that nobody reads. Without one, each end costs an exception with its stack. */
export const OVER = 'over'

/** Resolves the host of a URL, unless it is an address itself. */
export function addressesOf(url: URL, resolveName: ResolveName, signal: AbortSignal): AddressesByFamily {
  const host = hostOf(url)
  const kind = isIP(host)
  if (kind === 0) return resolveName(host, signal)
  return { IPV4: Promise.resolve(kind === 4 ? [host] : []), IPV6: Promise.resolve(kind === 6 ? [host] : []) }
}

/** Asks the first of the addresses that may be asked. Gives undefined where there is none at all, null where it is not known. */
export async function askFirst(
  addresses: Promise<readonly string[]>,
  question: Question,
  signal: AbortSignal,
): Promise<Answer | null | undefined> {
  const known = await knownInTime(addresses, signal)
  if (known === null || signal.aborted) return null
  if (known.length === 0) return undefined
  const address = known.find((each) => mayAsk(each, question.internal))
  return address === undefined ? forbidden : askAddress(address, question, signal)
}

/** Gives null where the resolver fails, or is late: it has not said that the family has no address. */
function knownInTime(addresses: Promise<readonly string[]>, signal: AbortSignal): Promise<readonly string[] | null> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true })
    addresses.then(resolve, () => resolve(null))
  })
}
