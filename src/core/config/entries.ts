import { formatBaseUrl, parseBaseUrl } from './base-url.ts'
import { allOf, type Checked } from './checked.ts'
import { parseHostSuffix } from './host-suffix.ts'
import { parseCdnKey, parseOriginClusterKey } from './keys.ts'
import {
  MAX_RATIO,
  MAX_WEIGHT,
  redirectStatuses,
  schemes,
  type Cdn,
  type OriginCluster,
  type RedirectStatus,
  type Scheme,
  type Settings,
} from './model.ts'
import { parseRateLimits, type RateLimitsEdit } from './rate-limits.ts'
import { parseServerLabelPattern } from './server-label.ts'
import { fail, ok, printable, type Result } from '../result.ts'
import { isText } from '../text.ts'

// What an editor says of one thing, parsed; `old` is what there was. An omitted field keeps its value, or takes its default.

export type CdnEdit = { key: string } & { readonly [Field in Exclude<keyof Cdn, 'key'>]?: Cdn[Field] | undefined }
export type OriginClusterEdit = {
  readonly key: string
  readonly hostSuffix?: string | undefined
  readonly serverLabelPattern?: string | null | undefined
  readonly schemes?: readonly string[] | undefined
  readonly ports?: readonly number[] | undefined
}
export type SettingsEdit = {
  readonly ratio?: number | undefined
  readonly redirectStatus?: number | undefined
  /** Replaces what there is, whole; null switches it off. */
  readonly rateLimit?: RateLimitsEdit | null | undefined
}

/** Fails with KEY_INVALID, NAME_INVALID, BASE_URL_INVALID, WEIGHT_INVALID, REQUIRED. */
export function parseCdn(edit: CdnEdit, old: Cdn | undefined): Checked<Cdn> {
  const name = edit.name ?? old?.name
  return allOf<Cdn>({
    key: parseCdnKey(edit.key),
    name: name === undefined ? ok(edit.key) : parseName(name),
    baseUrl: parseGivenUrl(edit.baseUrl ?? old?.baseUrl),
    weight: parseInteger('weight', 'WEIGHT_INVALID', edit.weight ?? old?.weight ?? 1, MAX_WEIGHT),
    enabled: ok(edit.enabled ?? old?.enabled ?? true),
  })
}

/** Fails with KEY_INVALID, HOST_SUFFIX_INVALID, SERVER_LABEL_PATTERN_INVALID, SCHEMES_INVALID, PORTS_INVALID, REQUIRED. */
export function parseOriginCluster(edit: OriginClusterEdit, old: OriginCluster | undefined): Checked<OriginCluster> {
  const hostSuffix = edit.hostSuffix ?? old?.hostSuffix
  const pattern = edit.serverLabelPattern === undefined ? (old?.serverLabelPattern ?? null) : edit.serverLabelPattern
  return allOf<OriginCluster>({
    key: parseOriginClusterKey(edit.key),
    hostSuffix:
      hostSuffix === undefined
        ? required('hostSuffix', 'give what stands behind the server label, for example "origin-cluster"')
        : parseHostSuffix(hostSuffix),
    serverLabelPattern: pattern === null ? ok(null) : parseServerLabelPattern(pattern),
    schemes: parseSchemes(edit.schemes ?? old?.schemes ?? schemes),
    ports: parsePorts(edit.ports ?? old?.ports ?? []),
  })
}

/** Fails with RATIO_INVALID, REDIRECT_STATUS_INVALID, RATE_LIMIT_INVALID. */
export function parseSettings(edit: SettingsEdit, old: Settings): Checked<Settings> {
  const parts = allOf<Omit<Settings, 'rateLimit'> & { rateLimit: Settings['rateLimit'] }>({
    ratio: parseInteger('ratio', 'RATIO_INVALID', edit.ratio ?? old.ratio, MAX_RATIO),
    redirectStatus: parseRedirectStatus(edit.redirectStatus ?? old.redirectStatus),
    rateLimit: edit.rateLimit === undefined ? ok(old.rateLimit) : parseRateLimits(edit.rateLimit),
  })
  if (!parts.ok) return parts
  const { rateLimit, ...settings } = parts.value
  return { ok: true, value: rateLimit === undefined ? settings : { ...settings, rateLimit } }
}

function parseGivenUrl(input: string | undefined): Result<string> {
  if (input === undefined) return required('baseUrl', 'give the base URL, for example "cdn.example.com"')
  const base = parseBaseUrl(input)
  return base.ok ? ok(formatBaseUrl(base.value)) : base
}

function parseName(input: string): Result<string> {
  if (input !== '' && isText(input, 200) && !input.includes('\n')) return ok(input)
  return fail({
    code: 'NAME_INVALID',
    field: 'name',
    received: printable(input),
    allowed: '1 to 200 characters of text without control characters',
    remedy: 'shorten the name',
  })
}

function parseInteger(field: string, code: string, value: number, max: number): Result<number> {
  if (Number.isInteger(value) && value >= 0 && value <= max) return ok(value)
  return fail({ code, field, received: value, allowed: `an integer from 0 to ${max}`, remedy: `give a ${field} in this range` })
}

function parseRedirectStatus(value: number): Result<RedirectStatus> {
  const status = redirectStatuses.find((allowed) => allowed === value)
  if (status !== undefined) return ok(status)
  return fail({
    code: 'REDIRECT_STATUS_INVALID',
    field: 'redirectStatus',
    received: value,
    allowed: redirectStatuses.join(', '),
    remedy: 'use 302, which no client caches',
  })
}

function parseSchemes(values: readonly string[]): Result<readonly Scheme[]> {
  const known = schemes.filter((scheme) => values.includes(scheme))
  if (known.length > 0 && known.length === new Set(values).size) return ok(known)
  return fail({
    code: 'SCHEMES_INVALID',
    field: 'schemes',
    received: printable(values.join(',')),
    allowed: 'http, https or both',
    remedy: 'leave it out for both',
  })
}

function parsePorts(values: readonly number[]): Result<readonly number[]> {
  const wrong = values.find((port) => !Number.isInteger(port) || port < 1 || port > 65_535)
  if (wrong === undefined && values.length <= 16) return ok([...new Set(values)].toSorted((a, b) => a - b))
  return fail({
    code: 'PORTS_INVALID',
    field: 'ports',
    received: wrong ?? `${values.length} ports`,
    allowed: 'at most 16 integers from 1 to 65535',
    remedy: "leave it out when only the scheme's own port is used",
  })
}

function required(field: string, remedy: string): Result<never> {
  return fail({ code: 'REQUIRED', field, received: 'nothing', allowed: 'a value, since the key is new', remedy })
}
