import { z } from 'zod'

/** Form of a moment: with an offset, since a time without one depends on the machine that reads it. Seconds are optional. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])

/** Unix time of an ISO 8601 date and time; NaN, which fails every comparison, for other texts and impossible days. */
export function epochMsOf(text: string): number {
  return moment.safeParse(text).success ? Date.parse(text) : Number.NaN
}
