import type { Checked } from './checked.ts'
import { checkDocument, type WholeConfig } from './check-document.ts'
import {
  parseCdn,
  parseOriginCluster,
  parseSettings,
  type CdnEdit,
  type OriginClusterEdit,
  type SettingsEdit,
} from './entries.ts'
import { invalidConfig } from './invalid-config.ts'
import { withEntry, type RoutingConfig } from './model.ts'
import { hasErrors } from './validation-issue.ts'
import { fail, ok, printable, type Result } from '../result.ts'

/** Edits are pure: configuration in, configuration out. An omitted field keeps its value; on creation it takes its default. */
export type Edit = (config: RoutingConfig) => Result<RoutingConfig>

/** Creates or changes a CDN. Fails with what `parseCdn` finds first. */
export function upsertCdn(edit: CdnEdit): Edit {
  return (config) => {
    const old = config.cdns.find((cdn) => cdn.key === edit.key)
    const cdn = first(parseCdn(edit, old))
    return cdn.ok ? ok({ ...config, cdns: withEntry(config.cdns, cdn.value) }) : cdn
  }
}

/** Fails with NOT_FOUND. */
export function deleteCdn(key: string): Edit {
  return (config) =>
    config.cdns.some((cdn) => cdn.key === key)
      ? ok({ ...config, cdns: config.cdns.filter((cdn) => cdn.key !== key) })
      : notFound('CDN', key, config.cdns)
}

/** Creates or changes an origin cluster. Fails with what `parseOriginCluster` finds first, or with DUPLICATE. */
export function upsertOriginCluster(edit: OriginClusterEdit): Edit {
  return (config) => {
    const old = config.originClusters.find((cluster) => cluster.key === edit.key)
    const cluster = first(parseOriginCluster(edit, old))
    if (!cluster.ok) return cluster
    const { key, hostSuffix } = cluster.value
    const twin = config.originClusters.find((other) => other.key !== key && other.hostSuffix === hostSuffix)
    if (twin !== undefined) {
      return fail({
        code: 'DUPLICATE',
        field: 'hostSuffix',
        received: hostSuffix,
        allowed: 'a suffix that no other origin cluster has',
        remedy: `change the origin cluster "${twin.key}" instead, which has it`,
      })
    }
    return ok({ ...config, originClusters: withEntry(config.originClusters, cluster.value) })
  }
}

/** Fails with NOT_FOUND. */
export function deleteOriginCluster(key: string): Edit {
  return (config) =>
    config.originClusters.some((cluster) => cluster.key === key)
      ? ok({ ...config, originClusters: config.originClusters.filter((cluster) => cluster.key !== key) })
      : notFound('origin cluster', key, config.originClusters)
}

/** Fails with what `parseSettings` finds first. */
export function updateSettings(edit: SettingsEdit): Edit {
  return (config) => {
    const settings = first(parseSettings(edit, config.settings))
    return settings.ok ? ok({ ...config, settings: settings.value }) : settings
  }
}

/** Replaces everything by a document. Fails with all that `checkDocument` finds. */
export function replaceAll(document: WholeConfig): Edit {
  const { config, issues } = checkDocument(document)
  return () => (hasErrors(issues) ? fail(invalidConfig(issues)) : ok(config))
}

/** One edit after the other; the first that fails ends it. */
export function inSequence(edits: readonly Edit[]): Edit {
  return (config) => edits.reduce<Result<RoutingConfig>>((result, edit) => (result.ok ? edit(result.value) : result), ok(config))
}

function first<T>(checked: Checked<T>): Result<T> {
  return checked.ok ? checked : fail(checked.problems[0])
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
