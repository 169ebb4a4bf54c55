import type { RowContent } from '../../src/core/recorded/request-rows.ts'

/** What a worker keeps of a request; a test says what matters. */
export function recordedWith(parts: Partial<RowContent> = {}): RowContent {
  return {
    suffix: 'origin-cluster',
    label: 's1',
    directory: 1,
    above: [2],
    country: null,
    continent: null,
    asn: null,
    asked: { country: false, asn: false },
    isIpv6: false,
    network: 3,
    zone: null,
    rule: null,
    revision: 1,
    ...parts,
  }
}
