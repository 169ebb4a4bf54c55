import { z } from 'zod'
import type { TrafficHistory as History } from '../../../core/routing/traffic.ts'
import { builder } from '../builder.ts'
import { MAX_POINTS } from '../limits/operation-cost.ts'
import { refuseWith } from '../problem/input-problem.ts'
import { windowSize } from './traffic.ts'

const MAX_STEP_SECONDS = 300
const usual = { windowSeconds: 600, stepSeconds: 10 }

type Asked = { readonly [Name in keyof typeof usual]?: number | null | undefined }

const TrafficPoint = builder.objectRef<History['points'][number]>('TrafficPoint').implement({
  description: 'Answers of one step. They do not change any more.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'End of the step, a multiple of its length in Unix time.' }),
    requests: t.exposeInt('requests', { description: 'All answered GET requests for a redirect: origin + cdn + refused.' }),
    origin: t.exposeInt('origin', { description: 'Redirects to the origin.' }),
    cdn: t.exposeInt('cdn', { description: 'Redirects to a CDN.' }),
    refused: t.exposeInt('refused', { description: 'Requests with a video URL that is not allowed, or over a rate limit.' }),
  }),
})

const CdnHistory = builder.objectRef<History['byCdn'][number]>('CdnHistory').implement({
  description: 'A CDN through all points.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key of the CDN.' }),
    requests: t.exposeIntList('requests', { description: 'Redirects to this CDN: one count for each point, in their order.' }),
  }),
})

const TrafficHistory = builder.objectRef<History>('TrafficHistory').implement({
  description: 'The past of the traffic of this node as a series, for a chart.',
  fields: (t) => ({
    stepSeconds: t.exposeInt('stepSeconds', { description: 'Length of a step.' }),
    points: t.expose('points', { type: [TrafficPoint], description: 'Steps that are over, the oldest first.' }),
    byCdn: t.expose('byCdn', {
      type: [CdnHistory],
      description: 'Every CDN that got requests in these steps, in the order of their keys.',
    }),
  }),
})

const allowedStep = `an integer from 1 to ${MAX_STEP_SECONDS}, at most windowSeconds`
const bounds = z
  .object({
    windowSeconds: windowSize,
    stepSeconds: z
      .number()
      .refine((seconds) => seconds >= 1 && seconds <= MAX_STEP_SECONDS, { error: allowedStep })
      .nullish(),
  })
  .loose()
  .refine((args) => stepsOf(args) >= 1, { path: ['stepSeconds'], error: allowedStep })
  .refine((args) => stepsOf(args) <= MAX_POINTS, {
    path: ['windowSeconds'],
    error: `at most ${MAX_POINTS} times stepSeconds`,
    ...refuseWith('TOO_MANY_POINTS', 'ask for longer steps or a shorter window'),
  })

builder.queryField('trafficHistory', (t) =>
  t.field({
    description:
      'Traffic of the last `windowSeconds`, 1 to 3600, in steps of `stepSeconds`, 1 to 300. The running step is left out, and so are those before this node began to count. Over 360 steps it is `TOO_MANY_POINTS`.',
    type: TrafficHistory,
    args: {
      windowSeconds: t.arg.int({ defaultValue: usual.windowSeconds }),
      stepSeconds: t.arg.int({ defaultValue: usual.stepSeconds }),
    },
    validate: bounds,
    resolve: (_root, { windowSeconds, stepSeconds }, { fleet }) =>
      fleet.trafficHistory(windowSeconds ?? usual.windowSeconds, stepSeconds ?? usual.stepSeconds),
  }),
)

function stepsOf({ windowSeconds, stepSeconds }: Asked): number {
  return Math.floor((windowSeconds ?? usual.windowSeconds) / (stepSeconds ?? usual.stepSeconds))
}
