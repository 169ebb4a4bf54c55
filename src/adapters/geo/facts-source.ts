import type { ClientFacts } from '../../core/geo/client-facts.ts'
import type { Clock } from '../../ports/clock.ts'
import type { FactsSource } from '../../ports/client-facts.ts'
import { wordsOf, type AddressWords } from '../../core/geo/address-words.ts'
import { asnPackage, countryPackage, ownFile } from './geo-source.ts'
import type { GeoContent } from './geo-content.ts'
import { collectRanges, coversRange, findRange, valueOf, type Ranges } from '../../core/geo/ranges.ts'
import { asnOf, openPlaceReader } from './records.ts'
import { networkBounds, rememberNetworks, type NetworkValues } from './remembered-networks.ts'
import { watchDatabase, type WatchedDatabaseParts } from './watched-database.ts'

export type FactsSourceParts = {
  /** Own mmdb files; undefined: the packages that are installed with Sluice. */
  readonly countryFile: string | undefined
  readonly asnFile: string | undefined
  readonly maxAgeDays: number
  readonly clock: Pick<Clock, 'nowEpochMs' | 'after'>
  readonly onNews: WatchedDatabaseParts<never>['onNews']
}

/** Opens the databases when they are asked for, and reads them anew when they change. */
export function openFactsSource({ countryFile, asnFile, maxAgeDays, clock, onNews }: FactsSourceParts): FactsSource {
  const remembered = rememberNetworks()
  let lastRead = Promise.resolve()
  const common = { maxAgeDays, clock, onNews, onChange: () => remembered.forgetAll(), inTurn }
  const placeOf = openPlaceReader()
  const country = watchDatabase({
    ...common,
    name: 'country',
    source: countryFile === undefined ? countryPackage(placeOf) : ownFile(countryFile, placeOf),
  })
  const asn = watchDatabase({
    ...common,
    name: 'asn',
    source: asnFile === undefined ? asnPackage() : ownFile(asnFile, asnOf),
  })
  return {
    factsOf(address) {
      const words = wordsOf(address)
      return factsOf(remembered.find(words) ?? lookUp(words))
    },
    ask(asked) {
      const opening = [
        { database: country, isAsked: asked.country },
        { database: asn, isAsked: asked.asn },
      ].flatMap(({ database, isAsked }) => (isAsked ? (database.open() ?? []) : (database.close(), [])))
      return opening.length === 0 ? undefined : Promise.all(opening).then(() => undefined)
    },
    databases: () => [country.view(), asn.view()].filter((view) => view !== undefined),
    stop() {
      country.close()
      asn.close()
    },
  }

  function inTurn(read: () => Promise<void>): Promise<void> {
    lastRead = lastRead.then(read)
    return lastRead
  }

  /** Looks up a network that is not remembered. What is said of a part of the network alone is not remembered for the whole. */
  function lookUp(words: AddressWords): NetworkValues {
    const [places, systems] = [rangesIn(country.content(), words), rangesIn(asn.content(), words)]
    const [first, last] = networkBounds(words)
    const [place, system] = [findRange(places, words), findRange(systems, words)]
    const values = { place: valueOf(places, place), system: valueOf(systems, system) }
    if (coversRange(places, place, first, last) && coversRange(systems, system, first, last)) remembered.keep(words, values)
    return values
  }

  function factsOf(values: NetworkValues): ClientFacts {
    const place = country.content()?.values[values.place]
    const system = asn.content()?.values[values.system]
    return {
      country: place?.country,
      continent: place?.continent,
      asn: system,
      countryFrom: place && 'DATABASE',
      asnFrom: system === undefined ? undefined : 'DATABASE',
    }
  }
}

function rangesIn(content: GeoContent<unknown> | undefined, { length }: AddressWords): Ranges {
  return content === undefined ? unknown[length === 1 ? 0 : 1] : length === 1 ? content.ipv4 : content.ipv6
}

/** Ranges of a database that is not open, of both families. */
const unknown = [collectRanges(1).seal(), collectRanges(4).seal()] as const
