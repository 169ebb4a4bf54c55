import { z } from 'zod'
import { fail, ok, printable, type Result } from '../result.ts'
import { isText } from '../text.ts'
import {
  MAX_BODY_LENGTH,
  MAX_CHECKS_IN_A_ROW,
  MAX_CHECK_PATH_LENGTH,
  MAX_CHECK_SECONDS,
  MAX_STATUSES,
  MAX_TIMEOUT_SECONDS,
} from './bounds.ts'
import { choice } from './choice.ts'
import { namePattern } from './document-patterns.ts'
import { flag, inDocuments, integer, orNull, text, type Field } from './fields.ts'

const code = 'HEALTH_CHECK_INVALID'
const pathShape = /^\/[!"$-~]*$/u
const checkMethods = ['GET', 'HEAD'] as const
const DEFAULT_TIMEOUT_SECONDS = 2

const pathWords = {
  allowed: `a "/" and visible ASCII characters but "#", ${MAX_CHECK_PATH_LENGTH} at most`,
  remedy: 'give the path of something that the CDN always has, for example "/live/check.m3u8"',
}
const statusWords = {
  means: 'statuses that pass',
  unlessTold: 'none, for 200 to 299',
  allowed: `at most ${MAX_STATUSES} integers from 200 to 599`,
  remedy: 'leave it out for 200 to 299',
}
const bodyWords = {
  allowed: `1 to ${MAX_BODY_LENGTH} characters, none of them a control character; with GET alone`,
  remedy: 'leave it out for any body',
}
const inRange = { code, remedy: 'give one in this range, or leave it out' }

/** Fields of a health check: how a CDN is probed, and what comes of it. */
export const healthCheckFields = {
  path: text({
    ...pathWords,
    code,
    pattern: pathShape,
    maxLength: MAX_CHECK_PATH_LENGTH,
    parse: parsePath,
    means: 'path and query of a real object or playlist, asked for behind the base URL',
    example: '/live/check.m3u8',
  }),
  method: choice({
    code,
    values: checkMethods,
    fallback: () => 'GET',
    means: 'method of the probe',
    unlessTold: 'GET',
    remedy: 'leave it out for GET',
    example: 'HEAD',
  }),
  expectStatus: {
    ...statusWords,
    code,
    type: 'INTEGERS',
    takesNull: false,
    form: z
      .array(z.int('an integer from 200 to 599').min(200, statusWords.allowed).max(599, statusWords.allowed), 'a list')
      .max(MAX_STATUSES, statusWords.allowed)
      .meta({ description: inDocuments(statusWords) }),
    fallback: () => [],
    parse: parseStatuses,
    example: [200],
  } satisfies Field<readonly number[]>,
  expectBody: orNull(
    text({
      ...bodyWords,
      code,
      pattern: namePattern,
      maxLength: MAX_BODY_LENGTH,
      parse: parseBody,
      means: 'text that the first 64 KiB of the body contain; null: any body',
      unlessTold: 'null',
      example: '#EXTM3U',
    }),
  ),
  intervalSeconds: integer({
    ...inRange,
    min: 1,
    max: MAX_CHECK_SECONDS,
    fallback: () => 10,
    means: 'time from one probe to the next',
    unlessTold: '10',
    example: 5,
  }),
  timeoutSeconds: integer({
    ...inRange,
    min: 1,
    max: MAX_TIMEOUT_SECONDS,
    fallback: () => DEFAULT_TIMEOUT_SECONDS,
    means: 'time for the whole answer, at most the interval',
    unlessTold: `${DEFAULT_TIMEOUT_SECONDS}, or the interval where that is shorter`,
    example: 1,
  }),
  fall: integer({
    ...inRange,
    min: 1,
    max: MAX_CHECKS_IN_A_ROW,
    fallback: () => 3,
    means: 'failures in a row that take the CDN out',
    unlessTold: '3',
    example: 2,
  }),
  rise: integer({
    ...inRange,
    min: 1,
    max: MAX_CHECKS_IN_A_ROW,
    fallback: () => 2,
    means: 'passes in a row that bring it back',
    unlessTold: '2',
    example: 1,
  }),
  slowStartSeconds: integer({
    ...inRange,
    min: 0,
    max: MAX_CHECK_SECONDS,
    fallback: () => 60,
    means: 'time in which the weight climbs to its full value after the CDN was out; 0: at once',
    unlessTold: '60',
    example: 30,
  }),
  internal: flag({
    fallback: () => false,
    means: 'whether loopback, link-local, private and metadata addresses may be asked',
    unlessTold: 'false',
    allowed: 'true or false',
    remedy: 'leave it out for false',
    example: true,
  }),
}

function parsePath(input: string): Result<string> {
  if (input.length <= MAX_CHECK_PATH_LENGTH && pathShape.test(input)) return ok(input)
  return fail({ code, received: printable(input), ...pathWords })
}

function parseBody(input: string): Result<string> {
  if (input !== '' && isText(input, MAX_BODY_LENGTH) && !input.includes('\n')) return ok(input)
  return fail({ code, received: printable(input), ...bodyWords })
}

function parseStatuses(values: readonly number[]): Result<readonly number[]> {
  const wrong = values.find((status) => !Number.isInteger(status) || status < 200 || status > 599)
  if (wrong === undefined && values.length <= MAX_STATUSES) return ok([...new Set(values)].toSorted((a, b) => a - b))
  const { allowed, remedy } = statusWords
  return fail({ code, received: wrong ?? `${values.length} statuses`, allowed, remedy })
}
