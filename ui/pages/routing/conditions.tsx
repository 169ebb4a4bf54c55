import { Text } from '@mantine/core'
import type { Rule } from './config.ts'

/** Values of a condition that are named; the others are counted. */
const NAMED = 6

/** The conditions of a rule, by the names that they have in the API; without one it matches every request. */
export function Conditions({ match }: { readonly match: Rule['match'] }) {
  const given = Object.entries(match).flatMap(([name, value]) => {
    if (typeof value === 'number') return [[name, `${value} %`] as const]
    return Array.isArray(value) && value.length > 0 ? [[name, valuesOf(value)] as const] : []
  })
  if (given.length === 0) return <Text size="sm">matches every request</Text>
  return given.map(([name, words]) => (
    <Text key={name} size="sm">
      <Text span size="sm" c="dimmed">
        {name}
      </Text>{' '}
      {words}
    </Text>
  ))
}

function valuesOf(values: readonly unknown[]): string {
  const named = values.slice(0, NAMED).map(String).join(', ')
  return values.length > NAMED ? `${named} and ${values.length - NAMED} more` : named
}
