import { addressKey } from '../../core/rate-limit/address-key.ts'

/** Anonymous refusals since the last audit event about them, as that event tells them. */
type CountedRefusals = {
  /** ISO 8601 minute of the first refusal. */
  readonly minute: string
  readonly total: number
  readonly byCode: Readonly<Record<string, number>>
  /** Number of addresses, an IPv6 /64 counting as one; 1,000 means "at least". */
  readonly addresses: number
  readonly mostFrequentAddress: string
}

/**
 * Counts refusals that leave no audit event of their own: of anonymous callers, and of documents refused before their mutations
 * were known. The memory that it takes is bounded.
 */
export type RefusalCounts = {
  countAnonymous(code: string, address: string, atIso: string): void
  /** Counts a refusal of a caller who is known but whose attempt is not. */
  countUnnamed(code: string): void
  /** Counts an attempt that is missing from the audit trail, with the code of its refusal. */
  countUnrecorded(code: string | undefined): void
  /** Anonymous refusals since the last `forget`; undefined: none. */
  pending(): CountedRefusals | undefined
  /** Forgets recorded refusals; those counted after `pending` stay. */
  forget(recorded: CountedRefusals): void
  /** Refusals by code since the start of this process. */
  refused(): ReadonlyMap<string, number>
  unrecorded(): number
}

const MAX_CODES = 50
/** Code that refusals beyond `MAX_CODES` count under. */
const OTHER = 'OTHER'
const MAX_ADDRESSES = 1_000

export function openRefusalCounts(): RefusalCounts {
  const refused = new Map<string, number>()
  let unrecorded = 0
  let minute: string | undefined
  let byCode = new Map<string, number>()
  let byAddress = new Map<string, number>()
  return {
    countAnonymous(code, address, atIso) {
      add(refused, code)
      minute ??= `${atIso.slice(0, 16)}:00.000Z`
      add(byCode, code)
      const key = addressKey(address)
      if (byAddress.has(key) || byAddress.size < MAX_ADDRESSES) byAddress.set(key, (byAddress.get(key) ?? 0) + 1)
    },
    countUnnamed: (code) => add(refused, code),
    countUnrecorded(code) {
      if (code !== undefined) add(refused, code)
      unrecorded += 1
    },
    pending() {
      if (minute === undefined) return undefined
      const total = [...byCode.values()].reduce((sum, count) => sum + count, 0)
      const [mostFrequentAddress = '-'] = [...byAddress].toSorted((a, b) => b[1] - a[1])[0] ?? []
      return { minute, total, byCode: Object.fromEntries(byCode), addresses: byAddress.size, mostFrequentAddress }
    },
    forget(recorded) {
      const left = [...byCode].map(([code, count]) => [code, count - (recorded.byCode[code] ?? 0)] as const)
      byCode = new Map(left.filter(([, count]) => count > 0))
      // The few refusals that came while the event was written have lost their addresses.
      byAddress = new Map()
      if (byCode.size === 0) minute = undefined
    },
    refused: () => refused,
    unrecorded: () => unrecorded,
  }
}

function add(counts: Map<string, number>, code: string): void {
  const key = counts.has(code) || counts.size < MAX_CODES ? code : OTHER
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
