import { checkDocument, type WholeConfig } from '../../src/core/config/check-document.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'
import { playFleet, type Play, type Second } from './fleet.ts'
import type { Line, Panel, Plot } from './plot.ts'

/** A plot of docs/balancing.md, by the name of its file. */
type Scenario = Omit<Play, 'config'> & {
  readonly title: string
  readonly document: WholeConfig
  /** Spans of seconds in which something is wrong, and words for that. */
  readonly spans: Plot['spans']
  /** Shown below the shares: requests to CDNs that fail, loads of CDNs, or requests to one target. */
  readonly below: 'FAILING' | 'LOAD' | { readonly requestsTo: string }
}

const SEED = 18

const healthCheck = { path: '/live/check.m3u8', intervalSeconds: 2, fall: 2, rise: 2, slowStartSeconds: 30 }
const cdn = (key: string, parts: Partial<WholeConfig['cdns'][number]> = {}) => ({
  key,
  name: key,
  baseUrl: `${key}.cdn.example`,
  weight: 1,
  healthCheck,
  ...parts,
})
const originClusters = [{ key: 'live', hostSuffix: 'origin.example' }]
const settings = { ratio: 20 }
const anywhere = { countries: { DE: 1 }, requestsPerSecond: () => 400 }
const threeCdns = { cdns: [cdn('a', { weight: 3 }), cdn('b', { weight: 2 }), cdn('c')], originClusters, settings }
const takes = (requestsPerSecond: number) => ({ capacity: { requestsPerSecond } })

const scenarios: Readonly<Record<string, Scenario>> = {
  failing: {
    ...anywhere,
    title: 'A CDN fails',
    seconds: 60,
    document: threeCdns,
    isFailing: (key, second) => key === 'b' && second >= 20,
    spans: [{ from: 20, to: 60, label: 'b fails' }],
    below: 'FAILING',
  },
  recovering: {
    ...anywhere,
    title: 'A CDN recovers',
    seconds: 80,
    document: threeCdns,
    isFailing: (key, second) => key === 'b' && second < 20,
    spans: [{ from: 0, to: 20, label: 'b fails' }],
    below: { requestsTo: 'b' },
  },
  flapping: {
    ...anywhere,
    title: 'A CDN flaps',
    seconds: 350,
    document: {
      ...threeCdns,
      cdns: threeCdns.cdns.map((one) => ({ ...one, healthCheck: { ...healthCheck, slowStartSeconds: 10 } })),
    },
    isFailing: (key, second) => key === 'b' && isFlap(second),
    spans: Array.from({ length: 12 }, (_, flap) => ({
      from: 20 + flap * 20,
      to: 28 + flap * 20,
      label: flap === 0 ? 'b fails' : '',
    })),
    below: 'FAILING',
  },
  overflowing: {
    countries: { DE: 1 },
    title: 'A CDN gets three times its capacity',
    seconds: 150,
    requestsPerSecond: (second) => 480 + 2_040 * Math.max(0, Math.min((second - 20) / 20, 1, (120 - second) / 20)),
    document: {
      cdns: [cdn('a', takes(400)), cdn('b', takes(1_600)), cdn('c')],
      pools: [
        { key: 'main', name: 'Main', members: [{ cdn: 'a' }, { cdn: 'b' }], fallbacks: ['spare'] },
        { key: 'spare', name: 'Spare', members: [{ cdn: 'c' }] },
      ],
      rules: [{ key: 'all', position: 1, pool: 'main' }],
      originClusters,
      settings,
    },
    isFailing: () => false,
    spans: [{ from: 40, to: 100, label: '3 × the capacity of a' }],
    below: 'LOAD',
  },
  'region-lost': {
    title: 'A region is lost',
    seconds: 120,
    requestsPerSecond: () => 400,
    countries: { DE: 0.3, FR: 0.2, US: 0.3, JP: 0.2 },
    document: {
      cdns: ['asia', 'europe-1', 'europe-2', 'us'].map((key) => cdn(key)),
      pools: [
        {
          key: 'near',
          name: 'Nearest',
          policy: 'GEO',
          members: [
            { cdn: 'asia', places: [{ continent: 'AS' }] },
            { cdn: 'europe-1', places: [{ continent: 'EU' }] },
            { cdn: 'europe-2', places: [{ continent: 'EU' }] },
            { cdn: 'us', places: [{ country: 'US' }] },
          ],
        },
      ],
      rules: [{ key: 'all', position: 1, pool: 'near' }],
      originClusters,
      settings,
    },
    isFailing: (key, second) =>
      (key === 'europe-1' && isWithin(second, 20, 60)) || (key === 'europe-2' && isWithin(second, 20, 70)),
    spans: [
      { from: 20, to: 60, label: 'europe-1 and europe-2 fail' },
      { from: 60, to: 70, label: 'europe-2 fails' },
    ],
    below: 'FAILING',
  },
  'all-down': {
    ...anywhere,
    title: 'All CDNs fail',
    seconds: 120,
    document: {
      cdns: [cdn('a'), cdn('b')],
      originClusters: originClusters.map((cluster) => ({ ...cluster, maxRequestsPerSecond: 100 })),
      settings: { ...settings, maxEjectedPercent: 100 },
    },
    isFailing: (_, second) => isWithin(second, 20, 70),
    spans: [{ from: 20, to: 70, label: 'a and b fail' }],
    below: { requestsTo: 'origin' },
  },
}

/** Plays all scenarios, and gives what is to be drawn, by the name of its file. */
export function playAll(): ReadonlyMap<string, Plot> {
  return new Map(Object.entries(scenarios).map(([name, scenario]) => [name, playOne(scenario)]))
}

function playOne({ document, title, spans, below, ...play }: Scenario): Plot {
  const { config, issues } = checkDocument(document)
  const wrong = issues.find(({ severity }) => severity === 'ERROR')
  if (wrong !== undefined) throw new Error(`${wrong.code} at ${wrong.path}: ${wrong.message}`)
  const seconds = playFleet({ ...play, config }, SEED)
  const targets = [...config.cdns.map(({ key }) => key), 'origin']
  const shares = targets.map((target): Line => {
    const percents = (parts: 'wanted' | 'given') => seconds.map((second) => toPercent(second[parts].get(target)))
    return { name: target, given: percents('given'), wanted: percents('wanted') }
  })
  return { title, spans, above: { title: 'share of the requests, %', lines: shares }, below: panelOf(below, config, seconds) }
}

function panelOf(below: Scenario['below'], { cdns, originClusters: clusters }: RoutingConfig, seconds: readonly Second[]): Panel {
  const requestsTo = (target: string): readonly number[] => seconds.map(({ requests }) => requests.get(target) ?? 0)
  if (below === 'FAILING') {
    const given = seconds.map(({ toFailing }) => toPercent(toFailing))
    return { title: 'sent to a CDN that fails, %', lines: [{ name: 'failing', given }] }
  }
  if (below === 'LOAD') {
    const lines = cdns.flatMap(({ key, capacity }): Line[] => {
      const most = capacity?.requestsPerSecond ?? undefined
      return most === undefined ? [] : [{ name: key, given: requestsTo(key).map((count) => (count * 100) / most) }]
    })
    return { title: 'load, % of the capacity', lines, bound: { at: 100, label: 'hard' } }
  }
  const { requestsTo: target } = below
  const panel = { title: `requests a second to ${target}`, lines: [{ name: target, given: requestsTo(target) }] }
  const budget = target === 'origin' ? (clusters[0]?.maxRequestsPerSecond ?? undefined) : undefined
  return budget === undefined ? panel : { ...panel, bound: { at: budget, label: 'budget' } }
}

/** Eight seconds of failures, twelve without, until the flapping ends. */
function isFlap(second: number): boolean {
  return isWithin(second, 20, 260) && second % 20 < 8
}

function isWithin(second: number, from: number, to: number): boolean {
  return second >= from && second < to
}

function toPercent(part: number | undefined): number | undefined {
  return part === undefined ? undefined : part * 100
}
