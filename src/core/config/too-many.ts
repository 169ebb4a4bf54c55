import type { Problem } from '../result.ts'
import { error, type ValidationIssue } from '../validation-issue.ts'
import { declarationOf, type Entry, type ListName } from './nouns.ts'

/** Errors of a list that has too many entries, or too many parts in all of them; `count` includes entries that are not listed. */
export function findTooMany(name: ListName, entries: readonly Entry[], count = entries.length): readonly ValidationIssue[] {
  return excessesOf(name, entries, count).map(([found, many, most]) =>
    error('TOO_MANY', name, `there are ${found} ${many}, at most ${most} are allowed`, `delete ${many} that are no longer used`),
  )
}

/** Refuses the edit after which a list has too many entries or parts. */
export function refuseTooMany(name: ListName, entries: readonly Entry[]): Problem | undefined {
  const excess = excessesOf(name, entries, entries.length)[0]
  if (excess === undefined) return undefined
  const [found, many, most] = excess
  const remedy = `delete ${many} that are no longer used`
  return { code: 'TOO_MANY', field: name, received: `${found} ${many}`, allowed: `at most ${most}`, remedy }
}

type Excess = readonly [found: number, many: string, most: number]

function excessesOf(name: ListName, entries: readonly Entry[], count: number): readonly Excess[] {
  const { many, most, parts = [] } = declarationOf(name)
  const found: readonly Excess[] = [
    [count, many, most],
    ...parts.map((part): Excess => [entries.reduce((sum, entry) => sum + part.count(entry), 0), part.many, part.most]),
  ]
  return found.filter(([received, , allowed]) => received > allowed)
}
