import { z } from 'zod'
import { fail, ok, type Result } from '../result.ts'
import { accessLogForm, parseAccessLog, type AccessLogSettings } from './access-log.ts'
import type { Checked } from './checked.ts'
import { MAX_EJECTED_PERCENT, MAX_RATIO } from './bounds.ts'
import { flag, inDocuments, integer, type EditOf, type EntryOf, type Field } from './fields.ts'
import { parseRateLimits, rateLimitsForm, type RateLimits, type RateLimitsEdit } from './rate-limits.ts'
import { redirectStatuses, type RedirectStatus } from './redirect-status.ts'

const statusWords = { means: 'HTTP status of redirects', unlessTold: '302', allowed: redirectStatuses.join(', ') }
const limitWords = {
  means: 'limits on the redirects of each worker, replaced as a whole; null: no limit',
  allowed: '',
}
const accessWords = { means: 'one decision in `oneIn` that each worker logs; null: none', allowed: '' }

/** Fields of the settings, which hold for every redirect. */
export const settingsFields = {
  ratio: integer({
    code: 'RATIO_INVALID',
    min: 0,
    max: MAX_RATIO,
    fallback: () => 10,
    means: 'every ratio-th valid request goes to the origin; 0 is never, 1 always; a changed ratio starts counting anew',
    unlessTold: '10',
    remedy: 'give a ratio in this range',
    example: 7,
  }),
  redirectStatus: {
    ...statusWords,
    code: 'REDIRECT_STATUS_INVALID',
    type: 'INTEGER',
    takesNull: false,
    form: z.literal(redirectStatuses, statusWords.allowed).meta({ description: inDocuments({ ...statusWords, allowed: '' }) }),
    fallback: () => 302 as const,
    parse: parseRedirectStatus,
    remedy: 'use 302, which no client caches',
    example: 307,
  } satisfies Field<RedirectStatus, number>,
  rateLimit: {
    ...limitWords,
    since: 2,
    type: 'NESTED',
    takesNull: true,
    form: rateLimitsForm.nullable().meta({ description: inDocuments(limitWords) }),
    fallback: () => undefined,
    parse: (given: RateLimitsEdit | null): Checked<RateLimits | undefined> => parseRateLimits(given),
    remedy: 'leave it out for no limit',
    example: { perAddress: { perSecond: 50, burst: 200 } },
  } satisfies Field<RateLimits | undefined, RateLimitsEdit | null>,
  accessLog: {
    ...accessWords,
    since: 3,
    type: 'NESTED',
    takesNull: true,
    form: accessLogForm.nullable().meta({ description: inDocuments(accessWords) }),
    fallback: () => undefined,
    parse: parseAccessLog,
    remedy: 'leave it out for no access log',
    example: { oneIn: 100 },
  } satisfies Field<AccessLogSettings | undefined, AccessLogSettings | null>,
  maxEjectedPercent: integer({
    code: 'MAX_EJECTED_PERCENT_INVALID',
    since: 4,
    min: 0,
    max: 100,
    fallback: () => MAX_EJECTED_PERCENT,
    means: 'part of the weight of a pool that health checks take out at once; the first CDN may always be out',
    unlessTold: String(MAX_EJECTED_PERCENT),
    remedy: 'give a percentage in this range',
    example: 30,
  }),
  recordTraffic: flag({
    since: 6,
    fallback: () => true,
    means:
      'whether each worker keeps up to 20,000 requests of the last hour in memory, without address, path and query, for simulations',
    unlessTold: 'true',
    allowed: 'true or false',
    remedy: 'leave it out for true',
    example: false,
  }),
}

export type Settings = EntryOf<typeof settingsFields>
export type SettingsEdit = EditOf<typeof settingsFields>

function parseRedirectStatus(value: number): Result<RedirectStatus> {
  const status = redirectStatuses.find((allowed) => allowed === value)
  if (status !== undefined) return ok(status)
  return fail({
    code: 'REDIRECT_STATUS_INVALID',
    received: value,
    allowed: statusWords.allowed,
    remedy: 'use 302, which no client caches',
  })
}

/** Settings of a configuration before anybody changes them. */
export const defaultSettings: Settings = {
  ratio: settingsFields.ratio.fallback(),
  redirectStatus: settingsFields.redirectStatus.fallback(),
}
