import { parsePrismaCursor } from '@pothos/plugin-prisma'
import { z } from 'zod'
import { refuseWith } from './problem/input-problem.ts'

const MAX_PAGE_SIZE = 100
/** Largest number that a column of revisions or audit events can hold. */
const MAX_INT = 2_147_483_647

const size = z
  .number()
  .refine((count) => count >= 1 && count <= MAX_PAGE_SIZE, {
    error: `an integer from 1 to ${MAX_PAGE_SIZE}`,
    ...refuseWith('PAGE_SIZE_INVALID', 'ask for pages of that size'),
  })
  .nullish()
const cursor = z
  .string()
  .refine(isCursor, {
    error: 'a cursor that a page of this field gave',
    ...refuseWith('CURSOR_INVALID', 'take endCursor or startCursor of a page, or leave it out'),
  })
  .nullish()
const pairs = { error: 'first with after, or last with before', ...refuseWith('CURSOR_INVALID', 'leave one of them out') }

/**
 * Bounds of a page of every connection. Relay's plugin would cut a larger page silently, and hand to the database what is no cursor
 * of ours.
 */
export const pageBounds = z
  .object({ first: size, last: size, after: cursor, before: cursor })
  .loose()
  .refine(({ after, last }) => !isGiven(after) || !isGiven(last), { path: ['after'], ...pairs })
  .refine(({ before, first, after }) => !isGiven(before) || !(isGiven(first) || isGiven(after)), {
    path: ['before'],
    ...pairs,
  })

function isCursor(text: string): boolean {
  try {
    const id = parsePrismaCursor(text) // also a text, a date or a whole object, whatever its sender wrote there
    return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= MAX_INT
  } catch {
    return false
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
