import type { z } from 'zod'
import { showValue } from '../terminal.ts'
import { nearest } from '../nearest.ts'

type Issue = z.core.$ZodIssue

/** Describes all issues of a schema, one line each: path, received value, allowed values. */
export function describeIssues(value: unknown, issues: readonly Issue[]): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const received = mayBeSecret(issue.path) ? '' : `received ${showShort(valueAt(value, issue.path))}, `
      return `${pathOf(value, issue.path)}: ${received}allowed is ${issue.message}`
    }
    return issue.keys.map((key) => {
      const near = nearest(key, issue.message.split(', '))
      const advice = near === undefined ? '' : `; did you mean ${near}?`
      return `${pathOf(value, [...issue.path, key])}: unknown field, allowed are ${issue.message}${advice}`
    })
  })
}

/** Finds repeated keys in lists: entries go by their keys, so a repeated key would be ambiguous. */
export function findRepeatedKeys(value: object): readonly string[] {
  return Object.entries(value).flatMap(([name, list]) => {
    if (!Array.isArray(list)) return []
    const keys = list.map((entry: unknown) => keyOf(entry)).filter((key) => key !== undefined)
    const repeated = [...Map.groupBy(keys, (key) => key)].filter(([, group]) => group.length > 1)
    return repeated.map(([key, group]) => `${name}.${key}: received ${group.length} entries with this key, allowed is one`)
  })
}

/** Writes a path as the API does: `cdns.KEY.weight`. An entry without a key goes by its index. */
function pathOf(root: unknown, path: readonly PropertyKey[]): string {
  const text = path.reduce<string>((written, segment, index) => {
    if (typeof segment !== 'number') return `${written}.${String(segment)}`
    const key = keyOf(valueAt(root, path.slice(0, index + 1)))
    return key === undefined ? `${written}[${segment}]` : `${written}.${key}`
  }, '')
  return text === '' ? 'the document' : showValue(text.replace(/^\./, '')).slice(1, -1)
}

function keyOf(entry: unknown): string | undefined {
  const key = valueAt(entry, ['key'])
  return typeof key === 'string' && key !== '' ? key : undefined
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<PropertyKey, unknown>)[name]
        : undefined,
    value,
  )
}

/** Whether a secret may stand there in place of its reference. */
function mayBeSecret(path: readonly PropertyKey[]): boolean {
  return ['secret', 'signing'].includes(String(path.at(-1)))
}

function showShort(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  const text = showValue(value)
  return text.length > 64 ? `${text.slice(0, 63)}…` : text
}
