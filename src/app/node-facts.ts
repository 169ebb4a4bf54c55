import type { Logger } from 'pino'
import { openFactsSource } from '../adapters/geo/facts-source.ts'
import { announce } from '../adapters/log/log.ts'
import { systemClock } from '../adapters/system/clock.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import type { AskedFacts } from '../core/geo/client-facts.ts'
import type { IpAddress } from '../core/request/ip-address.ts'
import { askedFactsOf, joinAskedFacts } from '../core/routing/asked-facts.ts'
import type { GeoDatabase, KnownFacts } from '../ports/client-facts.ts'
import type { Settings } from '../settings.ts'
import { geoFiles } from './geo-files.ts'

/** Databases of this process, for health, metrics and people's questions. Each worker opens its own. */
export type NodeFacts = {
  /** Opens what these revisions ask for, and what the settings name. */
  follow(revisions: readonly (ConfigRevision | undefined)[]): void
  /** Databases that a revision or a setting asks for. */
  databases(): readonly GeoDatabase[]
  /** Looks an address up. From the first call on, all databases are open. */
  lookUp(address: IpAddress): Promise<KnownFacts>
  stop(): void
}

export function openNodeFacts(settings: Settings, log: Logger): NodeFacts {
  const { GEO_DATABASE, ASN_DATABASE } = settings
  const source = openFactsSource({
    ...geoFiles(settings),
    clock: systemClock,
    onNews: (level, line) => announce(log, level, line),
  })
  const named: AskedFacts = { country: GEO_DATABASE !== undefined, asn: ASN_DATABASE !== undefined }
  let needed = named
  let isLookedUp = false
  return {
    follow(revisions) {
      needed = joinAskedFacts(
        named,
        ...revisions.flatMap((revision) => (revision === undefined ? [] : askedFactsOf(revision.config))),
      )
      void ask()
    },
    databases: () => source.databases().filter(({ name }) => needed[name]),
    async lookUp(address) {
      isLookedUp = true
      await ask()
      return { facts: source.factsOf(address), databases: source.databases() }
    },
    stop: () => source.stop(),
  }

  function ask(): Promise<void> | undefined {
    return source.ask(isLookedUp ? { country: true, asn: true } : needed)
  }
}
