import { formatBaseUrl, parseBaseUrl } from './base-url.ts'
import { parseHostSuffix } from './host-suffix.ts'
import { parseCdnKey, parseOriginClusterKey } from './keys.ts'
import {
  defaultSettings,
  MAX_RATIO,
  MAX_WEIGHT,
  redirectStatuses,
  schemes,
  withEntry,
  type Cdn,
  type OriginCluster,
  type RedirectStatus,
  type RoutingConfig,
  type Scheme,
  type Settings,
} from './model.ts'
import { parseRateLimits, type RateLimitsEdit } from './rate-limits.ts'
import { parseServerLabelPattern } from './server-label.ts'
import { fail, ok, printable, type Result } from '../result.ts'
import { isText } from '../text.ts'

/** Edits are pure: configuration in, configuration out. An omitted field keeps its value; on creation it takes its default. */
export type Edit = (config: RoutingConfig) => Result<RoutingConfig>

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

/** Creates or changes a CDN. Fails with KEY_INVALID, NAME_INVALID, BASE_URL_INVALID, WEIGHT_INVALID, REQUIRED. */
export function upsertCdn(edit: CdnEdit): Edit {
  return (config) => {
    const key = parseCdnKey(edit.key)
    if (!key.ok) return key
    const old = config.cdns.find((cdn) => cdn.key === edit.key)
    const name = parseName(edit.name ?? old?.name ?? edit.key)
    if (!name.ok) return name
    const givenUrl = edit.baseUrl ?? old?.baseUrl
    if (givenUrl === undefined) return required('baseUrl', 'give the base URL, for example "cdn.example.com"')
    const baseUrl = parseBaseUrl(givenUrl)
    if (!baseUrl.ok) return baseUrl
    const weight = parseInteger('weight', 'WEIGHT_INVALID', edit.weight ?? old?.weight ?? 1, MAX_WEIGHT)
    if (!weight.ok) return weight
    const cdn = {
      key: key.value,
      name: name.value,
      baseUrl: formatBaseUrl(baseUrl.value),
      weight: weight.value,
      enabled: edit.enabled ?? old?.enabled ?? true,
    }
    return ok({ ...config, cdns: withEntry(config.cdns, cdn) })
  }
}

/** Fails with NOT_FOUND. */
export function deleteCdn(key: string): Edit {
  return (config) =>
    config.cdns.some((cdn) => cdn.key === key)
      ? ok({ ...config, cdns: config.cdns.filter((cdn) => cdn.key !== key) })
      : notFound('CDN', key, config.cdns)
}

/** Creates or changes an origin cluster. Fails with KEY_INVALID, HOST_SUFFIX_INVALID, DUPLICATE, and so on. */
export function upsertOriginCluster(edit: OriginClusterEdit): Edit {
  return (config) => {
    const key = parseOriginClusterKey(edit.key)
    if (!key.ok) return key
    const old = config.originClusters.find((cluster) => cluster.key === edit.key)
    const givenSuffix = edit.hostSuffix ?? old?.hostSuffix
    if (givenSuffix === undefined)
      return required('hostSuffix', 'give what stands behind the server label, for example "origin-cluster"')
    const hostSuffix = parseHostSuffix(givenSuffix)
    if (!hostSuffix.ok) return hostSuffix
    const twin = config.originClusters.find((other) => other.key !== edit.key && other.hostSuffix === hostSuffix.value)
    if (twin !== undefined) {
      return fail({
        code: 'DUPLICATE',
        field: 'hostSuffix',
        received: hostSuffix.value,
        allowed: 'a suffix that no other origin cluster has',
        remedy: `change the origin cluster "${twin.key}" instead, which has it`,
      })
    }
    const givenPattern = edit.serverLabelPattern === undefined ? (old?.serverLabelPattern ?? null) : edit.serverLabelPattern
    const pattern = givenPattern === null ? ok(null) : parseServerLabelPattern(givenPattern)
    if (!pattern.ok) return pattern
    const schemeList = parseSchemes(edit.schemes ?? old?.schemes ?? schemes)
    if (!schemeList.ok) return schemeList
    const ports = parsePorts(edit.ports ?? old?.ports ?? [])
    if (!ports.ok) return ports
    const cluster: OriginCluster = {
      key: key.value,
      hostSuffix: hostSuffix.value,
      serverLabelPattern: pattern.value,
      schemes: schemeList.value,
      ports: ports.value,
    }
    return ok({ ...config, originClusters: withEntry(config.originClusters, cluster) })
  }
}

/** Fails with NOT_FOUND. */
export function deleteOriginCluster(key: string): Edit {
  return (config) =>
    config.originClusters.some((cluster) => cluster.key === key)
      ? ok({ ...config, originClusters: config.originClusters.filter((cluster) => cluster.key !== key) })
      : notFound('origin cluster', key, config.originClusters)
}

/** Fails with RATIO_INVALID, REDIRECT_STATUS_INVALID or RATE_LIMIT_INVALID. */
export function updateSettings(edit: SettingsEdit): Edit {
  return (config) => {
    const ratio = parseInteger('ratio', 'RATIO_INVALID', edit.ratio ?? config.settings.ratio, MAX_RATIO)
    if (!ratio.ok) return ratio
    const redirectStatus = parseRedirectStatus(edit.redirectStatus ?? config.settings.redirectStatus)
    if (!redirectStatus.ok) return redirectStatus
    const rateLimit = edit.rateLimit === undefined ? ok(config.settings.rateLimit) : parseRateLimits(edit.rateLimit)
    if (!rateLimit.ok) return rateLimit
    const settings: Settings = { ratio: ratio.value, redirectStatus: redirectStatus.value }
    return ok({ ...config, settings: rateLimit.value === undefined ? settings : { ...settings, rateLimit: rateLimit.value } })
  }
}

export type WholeConfig = {
  readonly cdns: readonly CdnEdit[]
  readonly originClusters: readonly OriginClusterEdit[]
  readonly settings: SettingsEdit
}

/** Replaces everything: what the document doesn't name is gone, what it leaves out takes its default. Fails with DUPLICATE, too. */
export function replaceAll({ cdns, originClusters, settings }: WholeConfig): Edit {
  return () => {
    const twice = repeatedKey(cdns) ?? repeatedKey(originClusters)
    if (twice !== undefined) {
      const allowed = 'each key once in its list'
      return fail({
        code: 'DUPLICATE',
        field: 'key',
        received: printable(twice),
        allowed,
        remedy: 'remove one of the two or give it another key',
      })
    }
    const edits = [...cdns.map(upsertCdn), ...originClusters.map(upsertOriginCluster), updateSettings(settings)]
    return inSequence(edits)({ cdns: [], originClusters: [], settings: defaultSettings })
  }
}

/** One edit after the other; the first that fails ends it. */
export function inSequence(edits: readonly Edit[]): Edit {
  return (config) => edits.reduce<Result<RoutingConfig>>((result, edit) => (result.ok ? edit(result.value) : result), ok(config))
}

function repeatedKey(list: readonly { readonly key: string }[]): string | undefined {
  return list.find(({ key }, index) => list.findIndex((other) => other.key === key) !== index)?.key
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

function notFound(what: string, key: string, existing: readonly { readonly key: string }[]): Result<never> {
  const keys = existing.slice(0, 10).map((entry) => entry.key)
  return fail({
    code: 'NOT_FOUND',
    field: 'key',
    received: printable(key),
    allowed:
      keys.length === 0 ? `no ${what} exists` : `an existing ${what}: ${keys.join(', ')}${existing.length > 10 ? ' …' : ''}`,
    remedy: 'check the key',
  })
}
