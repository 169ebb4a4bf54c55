import { unknownFacts, type AskedFacts, type ClientFacts } from '../../src/core/geo/client-facts.ts'
import type { FactsSource } from '../../src/ports/client-facts.ts'

export type InMemoryFacts = FactsSource & { readonly asked: readonly AskedFacts[] }

/** Knows the addresses that a test names. */
export function openInMemoryFacts(known: Readonly<Record<string, Partial<ClientFacts>>> = {}): InMemoryFacts {
  const asked: AskedFacts[] = []
  return {
    asked,
    factsOf: (address) => ({ ...unknownFacts, ...known[address.toString()] }),
    ask(facts) {
      asked.push(facts)
      return undefined
    },
    databases: () => [],
    stop: () => undefined,
  }
}
