import { parseJson } from '../parse-json.ts'
import { isRecord, isStorableJson, isStorableMoment, isStorableNumber } from '../storable.ts'
import { parseMeaning } from './parse-override.ts'
import { MAX_OVERRIDES, overrideKinds, slotOf, type Override, type OverrideKind, type OverrideSet } from './override.ts'

/**
 * Reads the set in a file's text; undefined when the text is malformed. Each override is parsed as strictly as when it was set. The
 * file has no hash, takes effect at once and may get into the store. Skips unknown kinds, which a newer Sluice has set.
 */
export function readOverrideSet(text: string): OverrideSet | undefined {
  const value = parseJson(text)
  if (!isRecord(value) || !isStorableNumber(value['version']) || !isStorableJson(value)) return undefined
  const listed: unknown = value['overrides']
  if (!Array.isArray(listed) || listed.length > MAX_OVERRIDES) return undefined
  const overrides: Override[] = []
  for (const one of listed as readonly unknown[]) {
    if (isRecord(one) && !isKnownKind(one['kind'])) continue
    const override = readOverride(one)
    if (override === undefined) return undefined
    overrides.push(override)
  }
  const isOneEach = new Set(overrides.map(slotOf)).size === overrides.length
  return isOneEach ? { version: value['version'], overrides } : undefined
}

/** Reads one override; undefined when it is malformed or of an unknown kind. */
export function readOverride(one: unknown): Override | undefined {
  if (!isRecord(one)) return undefined
  const { kind, target, value, reason, until, by, at } = one
  if (!isKnownKind(kind)) return undefined
  if (target !== null && typeof target !== 'string') return undefined
  if (
    typeof reason !== 'string' ||
    typeof by !== 'string' ||
    !isStorableMoment(at) ||
    !(until === null || isStorableMoment(until))
  )
    return undefined
  const meaning = parseMeaning({ kind, target: target ?? undefined, value: value ?? undefined })
  if (!meaning.ok || meaning.value === 'AUTO') return undefined
  return { ...meaning.value, reason, until, by, at }
}

/** Whether this version knows the kind; a newer one has more. */
export function isKnownKind(kind: unknown): kind is OverrideKind {
  return overrideKinds.some((known) => known === kind)
}
