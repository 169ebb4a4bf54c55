import { addressKey } from '../../core/rate-limit/address-key.ts'

/** Anonymous refusals since the last event of them, as it is written to the audit trail. */
type CountedRefusals = {
  /** ISO 8601: the minute of the first of them. */
  readonly minute: string
  readonly total: number
  readonly byCode: Readonly<Record<string, number>>
  /** How many addresses they came from, an IPv6 /64 counting as one; from 1,000 on it is "at least". */
  readonly addresses: number
  /** Where most of them came from. */
  readonly mostFrequentAddress: string
}

/**
 * Refusals that leave no audit event of their own: of whoever did not say who they are, and of documents that name no mutation.
 * Counted in memory, however many they are.
 */
export type RefusalCounts = {
  countAnonymous(code: string, address: string, atIso: string): void
  /** The caller is known, but nothing says what they attempted. */
  countUnnamed(code: string): void
  /** The audit trail should have this one, and has not. */
  countUnrecorded(code: string): void
  /** The anonymous ones since they were last forgotten; undefined: none. */
  pending(): CountedRefusals | undefined
  /** They are recorded: only what was counted since `pending` told them stays. */
  forget(recorded: CountedRefusals): void
  /** Since the start of this process. */
  refused(): ReadonlyMap<string, number>
  unrecorded(): number
}

const MAX_CODES = 50
/** What is beyond counts under this. */
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
      add(refused, code)
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
      // Whose they are is not known any more: the few that came while the event was written count as from no address.
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
