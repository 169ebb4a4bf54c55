import { replaceAll } from '../../../core/change/edits.ts'
import { MAX_LOAD_PERCENT } from '../../../core/config/bounds.ts'
import type { RoutingConfig } from '../../../core/config/model.ts'
import { findNamed } from '../../../core/config/revision.ts'
import { fail, printable, type Problem } from '../../../core/result.ts'
import { findRepeated, type AssumedHealth, type Assumption } from '../../../core/simulation/assume.ts'
import type { AskedRequest } from '../../simulation/told-simulation.ts'
import { builder } from '../builder.ts'
import type { GraphqlContext } from '../context.ts'
import { valueOf } from '../problem/user-problems.ts'
import { RoutingConfigInput, toWholeConfig } from '../routing-config-input.ts'
import { windowSize } from '../traffic/traffic.ts'
import { Simulation } from './simulation.ts'

/** Time of a simulation beside that of an operation, and to open databases that nobody has asked for before. */
const SIMULATION_MS = 25_000
const [MAX_REQUESTS, MAX_TIMES, MAX_ASSUMPTIONS] = [10_000, 100_000, 100]

const AssumedHealthEnum = builder.enumType('AssumedHealth', {
  description: 'Health that a simulation takes for granted.',
  values: {
    HEALTHY: { description: 'Its checks pass.' },
    UNHEALTHY: { description: 'Its checks fail: it is out, unless an override or the bound of its pool keeps it in.' },
  } satisfies Readonly<Record<AssumedHealth, object>>,
})

const AssumptionInput = builder.inputType('AssumptionInput', {
  description:
    'Condition of a CDN that is taken for granted: `health` or `load`, of each CDN one at most, else `ASSUMPTION_INVALID`. Overrides win over it.',
  fields: (t) => ({
    cdn: t.string({ required: true, description: 'The key of a CDN of the simulated configuration.' }),
    health: t.field({ type: AssumedHealthEnum, description: 'Health by its checks, whether or not it has any.' }),
    load: t.int({ description: `Percent of its capacity that is used, 0 to ${MAX_LOAD_PERCENT}.` }),
  }),
})

const SimulatedRequestInput = builder.inputType('SimulatedRequestInput', {
  description: 'A request to decide.',
  fields: (t) => ({
    video: t.string({ required: true, description: 'The video URL.' }),
    clientIp: t.string({ description: 'Address of the client. Omitted or null: nothing is known of it.' }),
    userAgent: t.string({ description: 'The `User-Agent` of the player; unless told there is none.' }),
    count: t.int({ description: 'How often it comes, 1 unless told.' }),
  }),
})

const SimulateInput = builder.inputType('SimulateInput', {
  description:
    'At most one of `config`, `revision` and `workingCopy`, and of `requests` and `windowSeconds`, else `SIMULATION_INVALID`.',
  fields: (t) => ({
    config: t.field({
      type: RoutingConfigInput,
      description: 'The configuration to simulate. Without any it is the live revision.',
    }),
    revision: t.int({ description: 'Number of the revision to simulate.' }),
    workingCopy: t.boolean({ description: 'True: simulates the working copy.' }),
    assume: t.field({ type: [AssumptionInput], description: `At most ${MAX_ASSUMPTIONS}. Each holds after the change alone.` }),
    requests: t.field({
      type: [SimulatedRequestInput],
      description: `Requests to decide, 1 to ${MAX_REQUESTS}; all together at most ${MAX_TIMES} times.`,
    }),
    windowSeconds: t.int({
      validate: windowSize,
      description: 'Without `requests`: takes what this node recorded in so many seconds, 1 to 3600 (3600 unless told).',
    }),
  }),
})

type Input = typeof SimulateInput.$inferInput

builder.queryField('simulate', (t) =>
  t.field({
    description:
      'What a configuration, or a condition of CDNs, would do to the traffic: given or recorded requests are decided by the live revision and by that. Nothing changes, no turn is counted. One at a time for a caller and two in all, else `SIMULATION_RUNNING`; over 5 s is `SIMULATION_TOO_LARGE`.',
    type: Simulation,
    nullable: true,
    args: { input: t.arg({ type: SimulateInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const misfit = findMisfit(input)
      if (misfit !== undefined) return valueOf(fail(misfit))
      context.deadline.allow(SIMULATION_MS)
      const asked = {
        config: await configOf(input, context),
        assume: readAssumptions(input.assume ?? []),
        requests: input.requests?.map(readRequest),
        windowSeconds: input.windowSeconds ?? 3_600,
        caller: context.viewer.name,
      }
      return valueOf(await context.tellSimulation(asked))
    },
  }),
)

async function configOf({ config, revision, workingCopy }: Input, context: GraphqlContext): Promise<RoutingConfig | undefined> {
  // By what this node runs, as the simulation is: reading the store would take longer than all of this.
  if (config != null) return valueOf(replaceAll(toWholeConfig(config))((context.running() ?? (await context.live())).config))
  if (revision != null)
    return valueOf(findNamed('revision', revision, await context.revision(revision), context.running())).config
  return workingCopy === true ? (await context.state()).workingCopy : undefined
}

function findMisfit({ config, revision, workingCopy, assume, requests, windowSeconds }: Input): Problem | undefined {
  const configs = [config != null, revision != null, workingCopy === true].filter(Boolean).length
  if (configs > 1) return invalid('config', `${configs} configurations`, 'one of config, revision and workingCopy')
  if ((assume?.length ?? 0) > MAX_ASSUMPTIONS) return invalid('assume', `${assume?.length} entries`, `at most ${MAX_ASSUMPTIONS}`)
  if (requests == null) return undefined
  if (windowSeconds != null) return invalid('windowSeconds', windowSeconds, 'either requests or windowSeconds')
  if (requests.length === 0 || requests.length > MAX_REQUESTS)
    return invalid('requests', `${requests.length} entries`, `1 to ${MAX_REQUESTS} entries`)
  const uncounted = requests.findIndex(({ count }) => (count ?? 1) < 1)
  if (uncounted !== -1) return invalid(`requests.${uncounted}.count`, requests[uncounted]?.count ?? 0, 'an integer from 1')
  const times = requests.reduce((sum, { count }) => sum + (count ?? 1), 0)
  return times > MAX_TIMES ? invalid('requests', `${times} requests with their counts`, `at most ${MAX_TIMES}`) : undefined
}

function invalid(field: string, received: string | number, allowed: string): Problem {
  return { code: 'SIMULATION_INVALID', field, received, allowed, remedy: 'correct the input' }
}

function readAssumptions(given: NonNullable<Input['assume']>): readonly Assumption[] {
  const assumptions = given.map(readAssumption)
  const repeated = findRepeated(assumptions)
  if (repeated === -1) return assumptions
  const received = printable(given[repeated]?.cdn ?? '')
  const allowed = 'one health and one load for each CDN'
  return valueOf(
    fail({ code: 'ASSUMPTION_INVALID', field: `assume.${repeated}`, received, allowed, remedy: 'keep one of the two' }),
  )
}

function readAssumption({ cdn, health, load }: NonNullable<Input['assume']>[number], index: number): Assumption {
  const field = `assume.${index}`
  if (health != null && load == null) return { cdn, kind: 'HEALTH', health }
  if (health == null && load != null && load >= 0 && load <= MAX_LOAD_PERCENT) return { cdn, kind: 'LOAD', percent: load }
  const received = load == null ? 'neither health nor load' : health == null ? load : 'health and load'
  const allowed = `either health, or a load from 0 to ${MAX_LOAD_PERCENT}`
  return valueOf(fail({ code: 'ASSUMPTION_INVALID', field, received, allowed, remedy: 'give one of them' }))
}

function readRequest({ video, clientIp, userAgent, count }: NonNullable<Input['requests']>[number]): AskedRequest {
  return { video, clientIp: clientIp ?? undefined, userAgent: userAgent ?? '', count: count ?? 1 }
}
