import { z } from 'zod'

/** Stays below the 30 s after which an idle connection is ended (`STALLED_MS`). */
const allowed = { error: 'an integer from 0 to 25' }

/** Options of the input field `waitForWorkersSeconds`. */
export const waitForWorkers = {
  description:
    'Longest wait until the ready workers of this node take or refuse the revision, 0 to 25, also when nothing was pending. Omitted or null: a second for a new revision. The answer comes as soon as all have done so; `workers` tells how far each is.',
  validate: z.number().int(allowed).min(0, allowed).max(25, allowed).nullish(),
}

/** Milliseconds of the field; undefined where it was left out. */
export function toWaitMs(seconds: number | null | undefined): number | undefined {
  return seconds === null || seconds === undefined ? undefined : seconds * 1_000
}
