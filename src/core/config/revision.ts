import { sha256Of } from './canonical.ts'
import { newestOf, versionOf } from './format-version.ts'
import { entriesOf, type RoutingConfig } from './model.ts'
import { declarationOf, listNames, lists } from './nouns.ts'
import { settingsFields } from './settings.ts'
import { fail, ok, type Result } from '../result.ts'

/** Newest document format that this program reads and writes. A node that meets a newer one keeps its last good revision. */
export const NEWEST_FORMAT_VERSION = Math.max(
  ...[...listNames.map((name) => lists[name].fields), settingsFields].map(newestOf),
  ...listNames.map((name) => declarationOf(name).since ?? 1),
)

/** An immutable, numbered, hashed copy of the working copy. Only `config` enters the hash: equal documents have equal hashes. */
export type ConfigRevision = {
  readonly number: number
  readonly formatVersion: number
  readonly sha256: string
  /** ISO 8601, for people: revisions are ordered by number, never by clock. */
  readonly publishedAt: string
  readonly author: string
  readonly message: string | null
  readonly parent: number | null
  readonly rollbackOf: number | null
  readonly config: RoutingConfig
}

/** All of a revision but its configuration, which its hash vouches for. */
export type RevisionHead = Omit<ConfigRevision, 'config'>

/** Author of revision 1 when it is made from the environment. */
export const BOOTSTRAP_AUTHOR = 'bootstrap'

export function sealRevision(unsealed: Omit<ConfigRevision, 'formatVersion' | 'sha256'>): ConfigRevision {
  return { ...unsealed, formatVersion: formatVersionOf(unsealed.config), sha256: sha256Of(unsealed.config) }
}

/** Lowest format version that can express the document, so that older nodes can run as much as possible. */
export function formatVersionOf(config: RoutingConfig): number {
  const ofLists = listNames.flatMap((name) => {
    const { fields, since = 1 } = declarationOf(name)
    const entries: readonly object[] = entriesOf(config, name)
    return entries.length === 0 ? [] : [since, ...entries.map((entry) => versionOf(fields, entry))]
  })
  return Math.max(...ofLists, versionOf(settingsFields, config.settings))
}

/** Whether this program can read documents of this format version. A document lacks the fields that later versions added. */
export function isKnownFormat(formatVersion: unknown): boolean {
  return (
    typeof formatVersion === 'number' &&
    Number.isInteger(formatVersion) &&
    formatVersion >= 1 &&
    formatVersion <= NEWEST_FORMAT_VERSION
  )
}

/** The reason why a stored revision can't be run here; undefined when it can. */
export function whyUnusable(revision: ConfigRevision): string | undefined {
  if (!isKnownFormat(revision.formatVersion)) {
    return `revision ${revision.number} has format version ${revision.formatVersion}, this program knows 1 to ${NEWEST_FORMAT_VERSION}; update Sluice`
  }
  if (revision.sha256 !== sha256Of(revision.config))
    return `revision ${revision.number} does not match its sha256; it was damaged or edited by hand`
  return undefined
}

/**
 * Checks the revision that a caller named by number in `field`; `stored` is the store's revision of that number. Fails with
 * NOT_FOUND, and with REVISION_UNUSABLE when it can't be run here.
 */
export function findNamed(
  field: string,
  number: number,
  stored: ConfigRevision | undefined,
  live: ConfigRevision | undefined,
): Result<ConfigRevision> {
  if (stored === undefined) {
    const allowed = live === undefined ? 'no revision exists' : `an existing revision, of which ${live.number} is the newest`
    return fail({ code: 'NOT_FOUND', field, received: number, allowed, remedy: 'look at the list of revisions' })
  }
  const why = whyUnusable(stored)
  if (why === undefined) return ok(stored)
  return fail({ code: 'REVISION_UNUSABLE', field, received: number, allowed: 'a revision that can be run here', remedy: why })
}
