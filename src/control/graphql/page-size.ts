import { z } from 'zod'

/** Bounds of `first` and `last` of every connection. Relay's plugin would cut a larger page silently. */
export const pageSizes = z.object({ first: integer(), last: integer() }).loose()

function integer() {
  const allowed = { error: 'an integer from 1 to 100' }
  return z.number().int(allowed).min(1, allowed).max(100, allowed).nullish()
}
