import { isRecord, isTime } from '../storable.ts'
import { addressFamilies, type AddressFamily } from './health.ts'
import type { FamilyVerdict, NodeReport, NodeVerdict } from './node-report.ts'

/** Reads the report of a node as the store keeps it. Omits verdicts that this version can't read: another one may have written them. */
export function readNodeReport(value: unknown): NodeReport | undefined {
  if (!isRecord(value) || typeof value['node'] !== 'string' || !Array.isArray(value['verdicts'])) return undefined
  return { node: value['node'], verdicts: value['verdicts'].flatMap((verdict) => readVerdict(verdict) ?? []) }
}

function readVerdict(value: unknown): NodeVerdict | undefined {
  if (!isRecord(value) || !isRecord(value['byFamily'])) return undefined
  const { key, baseUrl } = value
  if (typeof key !== 'string' || typeof baseUrl !== 'string') return undefined
  const byFamily: Partial<Record<AddressFamily, FamilyVerdict | null>> = {}
  for (const family of addressFamilies) {
    const verdict = value['byFamily'][family]
    if (verdict !== undefined) byFamily[family] = readFamilyVerdict(verdict)
  }
  return { key, baseUrl, byFamily }
}

/** Reads what it can't read as no verdict. */
function readFamilyVerdict(value: unknown): FamilyVerdict | null {
  if (!isRecord(value)) return null
  const { isOut, sinceEpochMs, isRecovery, reason, certificateEndsEpochMs } = value
  if (typeof isOut !== 'boolean' || typeof isRecovery !== 'boolean' || typeof reason !== 'string') return null
  if (!isTime(sinceEpochMs) || !(certificateEndsEpochMs === null || isTime(certificateEndsEpochMs))) return null
  return { isOut, sinceEpochMs, isRecovery, reason, certificateEndsEpochMs }
}
