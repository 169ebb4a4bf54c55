import { noEffects, type HealthEffects } from '../conditions/health-at.ts'
import { nothingSigned } from '../conditions/signers.ts'
import type { RoutingConfig } from '../config/model.ts'
import { sealRevision } from '../config/revision.ts'
import { unknownFacts } from '../geo/client-facts.ts'
import { nobodyLoaded, type LoadByCdn } from '../load/load-set.ts'
import type { IpAddress } from '../request/ip-address.ts'
import { knownClient } from '../request/known-client.ts'
import { buildTable } from '../routing/build-table.ts'
import { compileRevision } from '../routing/compile.ts'
import { noCounters } from '../routing/counters.ts'
import { decide } from '../routing/decide.ts'
import type { Decision } from '../routing/decision.ts'
import type { RoutingTable } from '../routing/table.ts'
import { exampleLabels } from './example-label.ts'
import type { Broken } from './find-broken.ts'
import type { RuledRequest } from './find-request.ts'
import type { Breach } from './breaches.ts'
import type { Space } from './space.ts'
import type { Steps } from './steps.ts'

/** A request that breaks an expectation, as a player could make it. */
export type Counterexample = Omit<RuledRequest, 'cluster' | 'path'> & { readonly video: string }

/** Requests that are tried: turns of weights repeat after 10,000 at most. */
const MAX_TRIES = 10_000
const STEPS_OF_A_TRY = 100
/** For each CDN and rule of a table: with 1,000 of either it takes up to 22 ms. */
const STEPS_OF_AN_ENTRY = 100

/** Prepares to make the requests that a proof found, by the tables that workers would build. */
export function prepareCounterexamples(config: RoutingConfig, space: Space, steps: Steps) {
  const tables = new Map<string, RoutingTable>()
  const compiled = compileRevision(
    sealRevision({ number: 1, publishedAt: '', author: '', message: null, parent: null, rollbackOf: null, config }),
  )
  const stepsOfTable = STEPS_OF_AN_ENTRY * (config.cdns.length + space.rules.length)
  return { make }

  /** Makes requests until one breaks the expectation; undefined: none did. */
  function make({ breach, rule, request }: Broken): Counterexample | undefined {
    const table = breach === undefined ? undefined : tableUnder(breach)
    if (table === undefined || breach === undefined || request === undefined) return undefined
    const { cluster, path, ...client } = request
    const labelAt = exampleLabels(cluster.serverLabelPattern)
    const pool = config.pools?.find(({ key }) => key === breach.pool)
    const isByServer = pool?.policy === 'HASH_PATH'
    const parameter = pool?.stickyParameter ?? null
    for (let number = 0; number < MAX_TRIES; number += 1) {
      const video = videoAt(number)
      if (!steps.take(STEPS_OF_A_TRY)) return undefined
      if (breaks(video, client.address, number)) return { ...client, video }
    }
    const other = space.addresses.find(
      client.zone,
      (one) => breaks(videoAt(0), one, 0),
      () => steps.take(STEPS_OF_A_TRY),
    )
    return other === 'NONE' || other === 'OPEN' ? undefined : { ...client, address: other, video: videoAt(0) }

    function videoAt(number: number): string {
      const query = parameter === null || number === 0 ? '' : `?${parameter}=${number}`
      return `${cluster.schemes[0]}://${labelAt(isByServer ? number : 0)}.${cluster.hostSuffix}${path}${query}`
    }

    function breaks(video: string, address: IpAddress, turn: number): boolean {
      const { region, asn, userAgent } = client
      const counters = { ...noCounters(), poolTurns: table?.pools.map(() => turn) ?? [], lanesForgotten: turn }
      const who = knownClient(address, { ...unknownFacts, ...region, asn }, userAgent)
      const decision = decide(table as RoutingTable, counters, `/?video=${encodeURIComponent(video)}`, who)
      return isBy(rule, decision) && shows(breach as Breach, decision)
    }
  }

  function tableUnder(breach: Breach): RoutingTable | undefined {
    const { out, cdn, isFull } = breach.kind === 'NEVER' ? breach : { out: undefined, cdn: '', isFull: false }
    const name = `${out ?? ''} ${isFull ? cdn : ''}`
    if (!tables.has(name) && compiled.ok && steps.take(stepsOfTable)) {
      const load = isFull ? fullBut(config, cdn) : nobodyLoaded
      tables.set(name, buildTable(compiled.value, { overrides: [], health: healthWithout(out), load, signers: nothingSigned }))
    }
    return tables.get(name)
  }
}

/** Every CDN with a capacity but one keeps nothing. */
function fullBut({ cdns }: RoutingConfig, cdn: string): LoadByCdn {
  const full = cdns.filter(({ key, capacity }) => key !== cdn && (capacity ?? null) !== null)
  return new Map(full.map(({ key }) => [key, { key, keepPercent: 0, roomPercent: 100 }]))
}

function healthWithout(out: string | undefined): HealthEffects {
  if (out === undefined) return noEffects
  const effects = new Map([[out, { kind: 'OUT', sinceEpochMs: 0 } as const]])
  return { ipv4: effects, ipv6: effects, nextStepEpochMs: undefined }
}

function isBy(rule: string | undefined, decision: Decision): boolean {
  return decision.kind !== 'REFUSED' && decision.rule?.key === rule
}

/** A share is that of many requests: one shows that they come to the pool. */
function shows({ kind, cdn, pool }: Breach, decision: Decision): boolean {
  if (kind === 'NEVER') return decision.kind === 'CDN' && decision.cdn.key === cdn
  return pool === undefined ? decision.kind === 'ORIGIN' : decision.kind === 'CDN'
}
