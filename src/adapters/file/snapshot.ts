import { isLater } from '../../core/config/model.ts'
import { listNames } from '../../core/config/nouns.ts'
import { isKnownFormat, type ConfigRevision } from '../../core/config/revision.ts'
import { parseJson } from '../../core/parse-json.ts'
import { isRecord, isStorableJson, isStorableMoment, isStorableNumber } from '../../core/storable.ts'

/**
 * Reads the revision in a snapshot's text. Undefined when the text is truncated, is no JSON, or has fields or values that fail in a
 * database. The sha256 vouches for deeper values (`whyUnusable`); a configuration in an unknown format is not checked.
 */
export function parseSnapshot(text: string): ConfigRevision | undefined {
  const value = parseJson(text)
  if (!isRecord(value)) return undefined
  const { number, formatVersion, sha256, publishedAt, author, message, parent, rollbackOf, config } = value
  const isWhole =
    [number, formatVersion].every(isStorableNumber) &&
    isStorableMoment(publishedAt) &&
    [sha256, author].every((field) => typeof field === 'string') &&
    (message === null || typeof message === 'string') &&
    [parent, rollbackOf].every((field) => field === null || isStorableNumber(field)) &&
    isRecord(config) &&
    isStorableJson(value) &&
    (!isKnownFormat(formatVersion) || isConfig(config))
  return isWhole ? (value as ConfigRevision) : undefined
}

function isConfig(config: Record<string, unknown>): boolean {
  const isList = (list: unknown): boolean => Array.isArray(list) && list.every(isRecord)
  return (
    listNames.every((name) => (config[name] === undefined && isLater(name)) || isList(config[name])) &&
    isRecord(config['settings'])
  )
}
