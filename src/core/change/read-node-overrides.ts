import { isKnownKind, readOverride, readOverrideSet } from '../override/read-override-set.ts'
import type { Override } from '../override/override.ts'
import { isRecord, isStorableMoment } from '../storable.ts'
import { MAX_NODE_ONLY, type NodeOnlyChange, type NodeOverrides } from './node-overrides.ts'

/** Reads the set and the changes of this node alone in a file's text; undefined when the text is malformed. */
export function readNodeOverrides(text: string): NodeOverrides | undefined {
  const set = readOverrideSet(text)
  if (set === undefined) return undefined
  const { nodeOnly: listed } = JSON.parse(text) as { readonly nodeOnly?: unknown }
  if (listed === undefined) return set
  if (!Array.isArray(listed) || listed.length > MAX_NODE_ONLY) return undefined
  const nodeOnly = listed.filter((change) => !isOfUnknownKind(change)).map(readChange)
  if (nodeOnly.length === 0) return set
  return nodeOnly.every((change) => change !== undefined) ? { ...set, nodeOnly } : undefined
}

function readChange(value: unknown): NodeOnlyChange | undefined {
  if (!isRecord(value)) return undefined
  const { attempt, idempotency, reason } = value
  const [before, after] = [readSide(value['before']), readSide(value['after'])]
  if (before === undefined || after === undefined || (before ?? after) === null) return undefined
  if (!hasTexts(value, ['node', 'action', 'target']) || !(reason === null || typeof reason === 'string')) return undefined
  if (!hasTexts(attempt, ['actor', 'role', 'address', 'requestId', 'at']) || !isStorableMoment(attempt.at)) return undefined
  if (!hasTexts(idempotency, ['key', 'fingerprint'])) return undefined
  const { node, action, target } = value
  return { node, action, target, attempt, before, after, reason, idempotency }
}

/** Whether a newer Sluice has made the change. */
function isOfUnknownKind(change: unknown): boolean {
  const side = isRecord(change) ? (change['after'] ?? change['before']) : undefined
  return isRecord(side) && typeof side['kind'] === 'string' && !isKnownKind(side['kind'])
}

/** Reads one side of a change; undefined when it is malformed. */
function readSide(value: unknown): Override | null | undefined {
  return value === null ? null : readOverride(value)
}

function hasTexts<Name extends string>(value: unknown, names: readonly Name[]): value is Readonly<Record<Name, string>> {
  return isRecord(value) && names.every((name) => typeof value[name] === 'string')
}
