import type { AskedFacts, ClientFacts } from '../core/geo/client-facts.ts'
import type { IpAddress } from '../core/request/ip-address.ts'

/** Tells what databases in memory know of an address. */
export type FactsSource = {
  /** Never fails and never waits: what cannot be looked up is unknown. */
  factsOf(address: IpAddress): ClientFacts
  /**
   * Opens the databases that are asked for from now on, and closes the others. Resolves when each is open, or unusable; undefined:
   * there is nothing to wait for.
   */
  ask(asked: AskedFacts): Promise<void> | undefined
  /** Databases that are open, or should be. */
  databases(): readonly GeoDatabase[]
  stop(): void
}

/** What is known of an address, and the databases that were asked. */
export type KnownFacts = { readonly facts: ClientFacts; readonly databases: readonly GeoDatabase[] }

export type GeoDatabase = {
  readonly name: GeoDatabaseName
  /** File or package that it is read from. */
  readonly source: string
  /** Time at which its content was made; undefined while it is unknown. */
  readonly builtAtEpochMs: number | undefined
  /** Why its facts are unknown, and what to do; undefined: they are known, or it is being opened. */
  readonly trouble: string | undefined
}

export type GeoDatabaseName = 'country' | 'asn'
