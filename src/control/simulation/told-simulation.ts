import { conditionsAt } from '../../core/conditions/conditions-at.ts'
import { withoutSecrets } from '../../core/conditions/signers.ts'
import type { RoutingConfig } from '../../core/config/model.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { unknownFacts } from '../../core/geo/client-facts.ts'
import { parseIpAddress } from '../../core/request/ip-address.ts'
import { fail, ok, printable, type Problem, type Result } from '../../core/result.ts'
import type { ToldSimulation } from '../../core/simulation/answer.ts'
import { assume, type Assumption } from '../../core/simulation/assume.ts'
import type { GivenInput } from '../../core/simulation/read-traffic.ts'
import type { GivenRequest } from '../../core/simulation/side.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
import type { Clock } from '../../ports/clock.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { Simulator } from '../../ports/simulator.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import type { ToldClientParts } from '../client/told-client.ts'
import { describeRecord } from './describe-record.ts'

type AskedSimulation = {
  /** Undefined: the live revision, so that the assumptions alone count. */
  readonly config: RoutingConfig | undefined
  readonly assume: readonly Assumption[]
  /** Undefined: what was recorded in the window. */
  readonly requests: readonly AskedRequest[] | undefined
  readonly windowSeconds: number
  /** Name of who asks. */
  readonly caller: string
}

export type AskedRequest = {
  readonly video: string
  readonly clientIp: string | undefined
  readonly userAgent: string
  readonly count: number
}

/** Simulates. Fails with the codes of `Simulator`, IP_INVALID, UNKNOWN_REFERENCE and NOTHING_RECORDED. */
export type TellSimulation = (asked: AskedSimulation) => Promise<Result<ToldSimulation>>

export type ToldSimulationParts = Pick<ToldClientParts, 'lookUpFacts'> & {
  /** The revision that this node runs. */
  readonly running: () => ConfigRevision | undefined
  readonly clock: Pick<Clock, 'after'>
  readonly fleet: Pick<FleetView, 'overrides' | 'health' | 'load' | 'missingSecrets' | 'workers'>
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly simulator: Simulator
}

/** Given requests that are looked up without a pause. */
const REQUESTS_A_TURN = 100

/** Prepares simulations of the live revision against others, under the conditions of the moment. */
export function tellSimulations(parts: ToldSimulationParts): TellSimulation {
  const { running, fleet, storeTime, simulator } = parts
  return async ({ config, assume: assumptions, requests, windowSeconds, caller }) => {
    const live = running()
    if (live === undefined) throw new StoreUnavailable('it holds no revision')
    const after = config ?? live.config
    const unknown = assumptions.findIndex(({ cdn }) => !after.cdns.some(({ key }) => key === cdn))
    if (unknown !== -1) return fail(unknownCdn(unknown, assumptions[unknown]?.cdn ?? ''))
    return simulator.simulate(async () => {
      const traffic = requests === undefined ? ok(describeRecord(fleet, live, windowSeconds)) : await readRequests(requests)
      if (!traffic.ok) return traffic
      const nowEpochMs = storeTime.nowEpochMs()
      const [was, is] = [conditionsOf(live.config, nowEpochMs), conditionsOf(after, nowEpochMs)]
      return ok({
        before: { config: live.config, conditions: was },
        after: { config: after, conditions: assume(is, after, assumptions, nowEpochMs) },
        traffic: traffic.value,
      })
    }, caller)
  }

  function conditionsOf(config: RoutingConfig, nowEpochMs: number) {
    const signers = withoutSecrets(fleet.missingSecrets())
    return conditionsAt(config, { overrides: fleet.overrides(), health: fleet.health(), load: fleet.load(), signers }, nowEpochMs)
  }

  /** Lets others have the event loop. */
  function nextTurn(): Promise<void> {
    return new Promise((resolve) => void parts.clock.after(0, resolve))
  }

  async function readRequests(requests: readonly AskedRequest[]): Promise<Result<GivenInput>> {
    const given: GivenRequest[] = []
    for (const [index, { clientIp, ...request }] of requests.entries()) {
      const address = clientIp === undefined ? undefined : parseIpAddress(clientIp)
      if (clientIp !== undefined && address === undefined) return fail(badAddress(index, clientIp))
      if (index % REQUESTS_A_TURN === REQUESTS_A_TURN - 1) await nextTurn()
      const facts = address === undefined ? unknownFacts : (await parts.lookUpFacts(address)).facts
      given.push({ ...request, address: address?.toString(), facts })
    }
    return ok({ kind: 'GIVEN', requests: given })
  }
}

function unknownCdn(index: number, key: string): Problem {
  const field = `assume.${index}.cdn`
  return {
    code: 'UNKNOWN_REFERENCE',
    field,
    received: printable(key),
    allowed: 'a CDN of the configuration',
    remedy: 'correct the key',
  }
}

function badAddress(index: number, text: string): Problem {
  const [received, allowed] = [printable(text), 'an address of IPv4 or IPv6, without port or prefix']
  return { code: 'IP_INVALID', field: `requests.${index}.clientIp`, received, allowed, remedy: 'correct it, or leave it out' }
}
