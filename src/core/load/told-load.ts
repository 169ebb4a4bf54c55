import { MAX_LOAD_VALID_SECONDS, MAX_TIMES_CAPACITY } from '../config/bounds.ts'
import type { Cdn } from '../config/cdn.ts'
import { fail, ok, type Problem, type Result } from '../result.ts'

/** Time for which a load counts unless told. */
export const DEFAULT_LOAD_VALID_SECONDS = 30

/** Most reports of one CDN that are taken within any second, by all nodes together. */
export const MOST_REPORTS = 10

/** Load of a CDN as somebody outside tells it. One of `percent` and `mbps` is null. */
export type ToldLoad = {
  /** Percent of its capacity. */
  readonly percent: number | null
  readonly mbps: number | null
  readonly validSeconds: number
}

/** Checks a told load against the capacity of its CDN. Fails with LOAD_INVALID. */
export function checkToldLoad({ key, capacity }: Pick<Cdn, 'key' | 'capacity'>, told: ToldLoad): Result<ToldLoad> {
  const { percent, mbps, validSeconds } = told
  if (capacity === undefined) return invalid('cdn', key, 'a CDN with a capacity', 'give it a capacity, and publish')
  if ((percent === null) === (mbps === null))
    return invalid('percent', percent === null ? 'neither percent nor mbps' : 'both percent and mbps', 'one of them', 'give one')
  if (percent !== null && !isWithin(percent, 100)) return invalid('percent', percent, wordMost(100), beyond)
  if (mbps !== null && capacity.mbps === null)
    return invalid('mbps', mbps, 'mbps of a CDN whose capacity has mbps', 'give its capacity mbps, or tell percent')
  if (mbps !== null && !isWithin(mbps, capacity.mbps ?? 0)) return invalid('mbps', mbps, wordMost(capacity.mbps ?? 0), beyond)
  if (Number.isInteger(validSeconds) && validSeconds >= 1 && validSeconds <= MAX_LOAD_VALID_SECONDS) return ok(told)
  return invalid('validSeconds', validSeconds, `an integer from 1 to ${MAX_LOAD_VALID_SECONDS}`, 'give one in this range')
}

const beyond = 'look at what measures it, or correct the capacity of the CDN'

/** Whether a load is a number from 0 to a multiple of the capacity, which is beyond any overload that is real. */
function isWithin(load: number, capacity: number): boolean {
  return load >= 0 && load <= MAX_TIMES_CAPACITY * capacity
}

function wordMost(capacity: number): string {
  return `a number from 0 to ${MAX_TIMES_CAPACITY * capacity}, ${MAX_TIMES_CAPACITY} times its capacity`
}

function invalid(
  field: string,
  received: string | number,
  allowed: string,
  remedy: string,
): { readonly ok: false; readonly problem: Problem } {
  return fail({ code: 'LOAD_INVALID', field, received, allowed, remedy })
}
