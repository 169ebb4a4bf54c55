import { lookup, Resolver } from 'node:dns/promises'
import type { AddressFamily } from '../../core/health/health.ts'
import { lookUpInTurn } from './look-up-in-turn.ts'

/**
 * Resolves a name for each family, each as soon as it is known. Empty: the name has no address of that family. Rejects where the
 * resolver fails; given up at the signal.
 */
export type ResolveName = (name: string, signal: AbortSignal) => AddressesByFamily
export type AddressesByFamily = Readonly<Record<AddressFamily, Promise<readonly string[]>>>

/** First wait for a name server, doubled in each of so many tries: one lost packet is no failure. */
const FIRST_WAIT_MS = 400
const TRIES = 4

/** Most lookups by the system at once: one that hangs holds a thread of the four that writing files needs as well. */
const MOST_LOOKUPS = 2

/** Answers of a resolver that has no address for the name, or is not there. The hosts file may know it, or a search domain. */
const unknownToDns = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED'])

/** A resolver of its own for each name, for it can be cancelled, and reads the machine's settings anew. */
export function systemResolver(): Resolver {
  return new Resolver({ timeout: FIRST_WAIT_MS, tries: TRIES })
}

/** Resolves names by DNS, which takes no thread. The system is asked for a name that DNS has no address for. */
export function openNameResolution(newResolver: () => Resolver): ResolveName {
  const askSystem = lookUpInTurn((name) => lookup(name, { all: true }), MOST_LOOKUPS)
  return (name, signal) => {
    const resolver = newResolver()
    signal.addEventListener('abort', () => resolver.cancel(), { once: true })
    const dns = { IPV4: noneIfUnknown(resolver.resolve4(name)), IPV6: noneIfUnknown(resolver.resolve6(name)) }
    const system = Promise.all([dns.IPV4, dns.IPV6]).then((answers) =>
      answers.some(({ length }) => length > 0) ? [] : askSystem(name, signal),
    )
    system.catch(() => undefined) // whoever needs it sees the failure
    return { IPV4: eitherWay(4, dns.IPV4), IPV6: eitherWay(6, dns.IPV6) }

    async function eitherWay(version: 4 | 6, answer: Promise<readonly string[]>): Promise<readonly string[]> {
      const addresses = await answer
      if (addresses.length > 0) return addresses
      return (await system).filter(({ family }) => family === version).map(({ address }) => address)
    }
  }
}

async function noneIfUnknown(answer: Promise<string[]>): Promise<readonly string[]> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Error && 'code' in error && unknownToDns.has(String(error.code))) return []
    throw error
  }
}
