import { z } from 'zod'
import { replaceAll } from '../../../core/change/edits.ts'
import { MAX_CAPACITY } from '../../../core/config/bounds.ts'
import { fail, ok, type Result } from '../../../core/result.ts'
import type { CdnLoad, OriginLoad } from '../../../core/simulation/contingency.ts'
import type { ToldContingency } from '../../../core/simulation/answer.ts'
import { builder } from '../builder.ts'
import { valueOf } from '../problem/user-problems.ts'
import { RoutingConfigInput, toWholeConfig } from '../routing-config-input.ts'

/** Time for the simulation, and for what workers recorded, beside that of an operation. */
const COMPUTING_MS = 10_000

const percentDescription = 'The same as a percentage; null without either.'

const ContingencyBasis = builder.enumType('ContingencyBasis', {
  description: 'Traffic by which failures are computed.',
  values: {
    RECORDED: { description: 'What the workers of this node recorded in the last hour.' },
    WEIGHTS: {
      description:
        'Too few requests were recorded. Each pool gets all the traffic, spread by weight, and a CDN is told as its fullest pool leaves it.',
    },
  } as const,
})

const FailureLoad = builder.objectRef<CdnLoad>('FailureLoad').implement({
  description: 'Load of a CDN once others have failed, and spilling has settled.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key of the CDN.' }),
    share: t.exposeFloat('share', { description: 'Fraction of all valid requests, 0 to 1.' }),
    requestsPerSecond: t.exposeFloat('requestsPerSecond', {
      nullable: true,
      description: 'Requests a second; null while nobody knows how many there are.',
    }),
    capacity: t.exposeInt('capacity', {
      nullable: true,
      description: '`capacity.requestsPerSecond` of the CDN; null: it has none.',
    }),
    percent: t.exposeFloat('percent', { nullable: true, description: percentDescription }),
    isOverloaded: t.exposeBoolean('isOverloaded', {
      description: 'It gets more than `hardPercent`, within half a percent: wherever there was room is full.',
    }),
  }),
})

const FailureOrigin = builder.objectRef<OriginLoad>('FailureOrigin').implement({
  description: 'Requests for the origin of a cluster once CDNs have failed.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key of the origin cluster.' }),
    requestsPerSecond: t.exposeFloat('requestsPerSecond', {
      description: 'Requests a second that it is asked for: turns of the ratio, and those that no CDN can get.',
    }),
    budget: t.exposeFloat('budget', { nullable: true, description: 'Its budget in requests a second; null: it has none.' }),
    percent: t.exposeFloat('percent', { nullable: true, description: percentDescription }),
    isOverloaded: t.exposeBoolean('isOverloaded', { description: 'It is asked for more than its budget.' }),
  }),
})

const Contingency = builder.objectRef<ToldContingency>('Contingency').implement({
  description: 'Loads once CDNs have failed.',
  fields: (t) => ({
    down: t.exposeStringList('down', { description: 'Keys of the CDNs that fail.' }),
    basis: t.expose('basis', { type: ContingencyBasis, description: 'Traffic that it is computed by.' }),
    requestsPerSecond: t.exposeFloat('requestsPerSecond', {
      nullable: true,
      description:
        'Valid requests a second in all. Null by weights, where it is another number for each pool or nobody knows it.',
    }),
    missingWorkers: t.exposeStringList('missingWorkers', {
      description:
        'Ids of workers of this node whose record did not come within 2 s. Their requests count as those of the others.',
    }),
    lostShare: t.exposeFloat('lostShare', {
      description:
        'Fraction of the requests that still goes to what has failed: `maxEjectedPercent` or an override keeps it in use.',
    }),
    cdns: t.expose('cdns', { type: [FailureLoad], description: 'CDNs in use that have not failed, the fullest first.' }),
    originClusters: t.expose('originClusters', {
      type: [FailureOrigin],
      description: 'Origin clusters, the fullest first; none by weights.',
    }),
  }),
})

const allowed = { error: `an integer from 1 to ${MAX_CAPACITY}` }

const ContingencyInput = builder.inputType('ContingencyInput', {
  description: 'All optional.',
  fields: (t) => ({
    config: t.field({ type: RoutingConfigInput, description: 'The configuration. Omitted or null: the working copy.' }),
    failures: t.int({ description: 'How many CDNs fail at once: 1, which is the default, or 2, else `FAILURES_INVALID`.' }),
    requestsPerSecond: t.int({
      validate: z.number().int(allowed).min(1, allowed).max(MAX_CAPACITY, allowed).nullish(),
      description:
        'Valid requests a second of all nodes, such as those of the evening. Omitted or null: as many as were recorded; without a record as many as come before a CDN is above soft.',
    }),
  }),
})

builder.queryField('contingency', (t) =>
  t.field({
    description:
      'Loads of all CDNs and origins for each CDN that may fail, or each pair, the fullest first: at most 1,000 failures, and of many CDNs the fullest. Overrides hold as they do now; all CDNs are healthy but those that fail. More than 5,000 failures are `TOO_MANY_FAILURES`. It shares the bounds of `simulate`.',
    type: [Contingency],
    nullable: true,
    args: { input: t.arg({ type: ContingencyInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const failures = valueOf(parseFailures(input.failures ?? 1))
      context.deadline.allow(COMPUTING_MS)
      const { workingCopy } = await context.state()
      const config = input.config == null ? workingCopy : valueOf(replaceAll(toWholeConfig(input.config))(workingCopy))
      const requestsPerSecond = input.requestsPerSecond ?? undefined
      const caller = context.viewer.name
      return [...valueOf(await context.contingencies.list({ config, failures, requestsPerSecond, caller }))]
    },
  }),
)

function parseFailures(received: number): Result<1 | 2> {
  if (received === 1 || received === 2) return ok(received)
  return fail({ code: 'FAILURES_INVALID', field: 'failures', received, allowed: '1 or 2', remedy: 'leave it out for 1' })
}
