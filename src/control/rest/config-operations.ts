import { z } from 'zod'
import { MAX_RATIO } from '../../core/config/bounds.ts'
import type { Answer, ErrorCodes, Operation, Parameter, PathOperations } from './operation.ts'

// The routes read bodies with these schemas and take the statuses from these codes; the document shows both.

const MAX_BASE_URL = 512

/** The core checks bounds and form of the values, with codes of its own; `meta` only describes them. */
export const changeBody = z.strictObject({
  cdn_host: z
    .string()
    .max(MAX_BASE_URL)
    .meta({
      description: 'base URL of the CDN `default`: `host`, `host:port`, `scheme://host`, each with an optional path prefix',
    })
    .optional(),
  ratio: z
    .number()
    .meta({
      type: 'integer',
      minimum: 0,
      maximum: MAX_RATIO,
      description: 'every ratio-th valid request goes to the origin; 0 is never, 1 always',
    })
    .optional(),
})

export const createBody = changeBody.required({ cdn_host: true })

export type ConfigAnswer = z.infer<typeof configAnswer>

const configAnswer = z.object({
  cdn_host: z.string().nullable().meta({ description: 'null when there is no CDN `default`' }),
  ratio: z.int().nullable(),
  revision: z.int().nullable().meta({ description: 'the live revision' }),
})

const bodyErrors = {
  QUERY_NOT_ALLOWED: [400, 'parameters in the query; send the fields in the body'],
  UNKNOWN_FIELD: [400, 'a field that is neither cdn_host nor ratio'],
  BODY_INVALID: [400, 'no JSON object, or a field of another type'],
  BASE_URL_INVALID: [400, 'cdn_host is no base URL'],
  RATIO_INVALID: [400, `ratio is no integer from 0 to ${MAX_RATIO}`],
  // Findings about the whole configuration, when the CDN `default` comes back into a list that others have changed.
  TOO_MANY: [400, 'the CDN `default` would be one CDN too many'],
  WEIGHT_SUM_TOO_LARGE: [400, 'the weight of the CDN `default` does not go with those of the others'],
  EXPECTATION_BROKEN: [400, 'an expectation of the configuration would not hold; `message` has a request that shows it'],
} as const satisfies ErrorCodes

const storeErrors = { STORE_UNAVAILABLE: [503, 'the config store did not answer; redirects go on'] } as const satisfies ErrorCodes
const commitErrors = {
  OUTCOME_UNKNOWN: [503, 'the config store did not confirm the change, which may have been made; look before you repeat it'],
  NOT_DURABLE: [503, 'the change is live, but this node could not put it on disk; mend that and send it again'],
} as const satisfies ErrorCodes
const runningErrors = {
  CANARY_RUNNING: [409, 'a few workers try out another revision; wait, or end the canary'],
} as const satisfies ErrorCodes
const createErrors = { CONFIG_EXISTS: [409, 'a revision has been published already; use PUT'] } as const satisfies ErrorCodes
const changeErrors = {
  IF_MATCH_INVALID: [400, 'If-Match is neither a quoted revision number nor *'],
  STALE_REVISION: [412, 'the revision that If-Match names is not live'],
  IDEMPOTENCY_KEY_INVALID: [400, 'Idempotency-Key is not 1 to 128 visible ASCII characters without spaces'],
  IDEMPOTENCY_KEY_REUSED: [422, 'this Idempotency-Key came with another request within a day; make a new one'],
} as const satisfies ErrorCodes

const allErrors: ErrorCodes = {
  ...bodyErrors,
  ...storeErrors,
  ...commitErrors,
  ...runningErrors,
  ...createErrors,
  ...changeErrors,
}

export function configErrorStatus(code: string): number {
  return allErrors[code]?.[0] ?? 400
}

const example = { cdn_host: 'cdn.example.com', ratio: 10 } satisfies z.infer<typeof createBody>

const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  description: 'The ETag of the revision to change; refused with 412 when another is live. `*` or none: any live revision.',
  schema: z.string(),
  example: '*',
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A key of your own for this request, 1 to 128 visible ASCII characters. Sent again with this key within a day, the same request makes nothing twice and gets the answer that the first one had, also after OUTCOME_UNKNOWN.',
  schema: z.string(),
  example: '5f0c6f6e-3b0c-4f0e-9a53-0f7a7f0c8e11',
}

const age = { Age: 'Only while the store is away: seconds since it last confirmed the revision' }

export const configOperations: Readonly<Record<string, PathOperations>> = {
  '/config': {
    get: {
      summary: 'The live configuration',
      tag: 'Configuration',
      answers: {
        200: answerOf('The configuration that the workers run; while the store is away, as this node knows it', 1, age),
      },
      errors: storeErrors,
    },
    post: {
      summary: 'Creates the configuration',
      description: 'Only as long as the live revision is the one made of the environment.',
      ...describeWrite(createBody, { 201: answerOf('Published', 2) }),
      errors: { ...bodyErrors, ...createErrors, ...runningErrors, ...storeErrors, ...commitErrors },
    },
    put: {
      summary: 'Changes either field and publishes at once',
      description: 'Other pending changes of the working copy stay pending. When nothing changes, the revision stays.',
      ...describeWrite(changeBody, { 200: answerOf('Published: on disk, and run by the workers', 2) }),
      parameters: [ifMatch, idempotencyKey],
      errors: { ...bodyErrors, ...changeErrors, ...runningErrors, ...storeErrors, ...commitErrors },
    },
  },
}

function describeWrite(schema: z.ZodType, answers: Operation['answers']) {
  return { tag: 'Configuration', body: { schema, examples: { both: example } }, answers } as const
}

function answerOf(description: string, revision: number, more: Answer['headers'] = {}): Answer {
  return {
    description,
    headers: { ETag: 'The number of the live revision, quoted: for `If-Match`', ...more },
    content: [{ schema: configAnswer, examples: { live: { ...example, revision } satisfies ConfigAnswer } }],
  }
}
