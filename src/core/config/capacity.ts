import type { Problem } from '../result.ts'
import { MAX_CAPACITY, MAX_LOAD_PERCENT } from './bounds.ts'
import { inField, type Checked } from './checked.ts'
import { integer, objectOf, orNull, parseEntry, type EditOf, type EntryOf } from './fields.ts'

const code = 'CAPACITY_INVALID'
const inRange = { code, remedy: 'give one in this range, or leave it out' }

/** Fields of a capacity: how much a CDN takes, and from which part of it on its requests go to others. */
export const capacityFields = {
  requestsPerSecond: orNull(
    integer({
      ...inRange,
      min: 1,
      max: MAX_CAPACITY,
      means: 'redirects a second that it takes from all nodes; null: no bound of its own',
      unlessTold: 'null',
      example: 20_000,
    }),
  ),
  mbps: orNull(
    integer({
      ...inRange,
      min: 1,
      max: MAX_CAPACITY,
      means: 'megabits a second that it delivers, which reports of its load are compared with; null: no such bound',
      unlessTold: 'null',
      example: 400_000,
    }),
  ),
  softPercent: integer({
    ...inRange,
    min: 1,
    max: MAX_LOAD_PERCENT,
    fallback: () => 80,
    means: 'load above which its share falls',
    unlessTold: '80',
    example: 70,
  }),
  hardPercent: integer({
    ...inRange,
    min: 1,
    max: MAX_LOAD_PERCENT,
    fallback: () => 100,
    means: 'load at which it gets nothing more',
    unlessTold: '100',
    example: 95,
  }),
}

/** Capacity of a CDN. All fields are filled in. */
export type Capacity = EntryOf<typeof capacityFields>
export type CapacityEdit = EditOf<typeof capacityFields>

/** Form of the capacity in a document. */
export const capacityForm = objectOf(capacityFields)

/** Parses a capacity and fills in the defaults. Undefined for null, without a bound. Fails with CAPACITY_INVALID. */
export function parseCapacity(edit: CapacityEdit | null): Checked<Capacity | undefined> {
  if (edit === null) return { ok: true, value: undefined }
  const parsed = parseEntry(capacityFields, edit, undefined)
  return inField('capacity', parsed, parsed.ok ? findMisfits(parsed.value) : [])
}

/** Finds fields that do not go together. */
function findMisfits({ softPercent, hardPercent }: Capacity): readonly Problem[] {
  if (softPercent < hardPercent) return []
  const allowed = `an integer from ${softPercent + 1}, above softPercent`
  return [{ code, field: 'hardPercent', received: hardPercent, allowed, remedy: 'lower softPercent, or raise it' }]
}
