import { z } from 'zod'

/** With its offset: a time without one would be that of whichever machine reads it. Seconds may be left out. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])

/** Milliseconds of the epoch of an ISO 8601 date and time; NaN, which no comparison lets pass, where it is none or no such day exists. */
export function epochMsOf(text: string): number {
  return moment.safeParse(text).success ? Date.parse(text) : Number.NaN
}
