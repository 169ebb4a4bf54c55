import { parseJson } from '../parse-json.ts'
import { isRecord, isStorableNumber, isTime } from '../storable.ts'
import type { HealthEvent } from './health-event.ts'
import { addressFamilies, healths, type AddressFamily, type FamilyCondition, type HealthCondition } from './health.ts'
import type { Judgement, KeptCdn, KeptHealth, ToldHealth } from './kept-health.ts'

/** Reads what a node kept of the CDNs' health in a file's text; undefined when the text is malformed. */
export function readKeptHealth(text: string): KeptHealth | undefined {
  const value = parseJson(text)
  if (!isRecord(value) || !isRecord(value['set']) || !isStorableNumber(value['set']['version'])) return undefined
  const conditions = readAll(value['set']['conditions'], readCondition)
  const cdns = readAll(value['cdns'], readCdn)
  const waiting = readAll(value['waiting'] ?? [], readEvent)
  return conditions && cdns && waiting && { set: { version: value['set']['version'], conditions }, cdns, waiting }
}

function readCondition(value: unknown): HealthCondition | undefined {
  if (!isNamed(value) || !isRecord(value['byFamily'])) return undefined
  const ipv4 = readFamilyCondition(value['byFamily']['IPV4'])
  const ipv6 = readFamilyCondition(value['byFamily']['IPV6'])
  if (ipv4 === undefined || ipv6 === undefined) return undefined
  return { key: value.key, baseUrl: value.baseUrl, byFamily: { IPV4: ipv4, IPV6: ipv6 } }
}

function readFamilyCondition(value: unknown): FamilyCondition | null | undefined {
  if (value === null) return null
  if (!isRecord(value) || !isTime(value['sinceEpochMs'])) return undefined
  const { kind, sinceEpochMs } = value
  return kind === 'OUT' || kind === 'RECOVERING' ? { kind, sinceEpochMs } : undefined
}

function readCdn(value: unknown): KeptCdn | undefined {
  if (!isNamed(value) || !isRecord(value['byFamily'])) return undefined
  const told = readTold(value['told'])
  const byFamily: Partial<Record<AddressFamily, Judgement>> = {}
  for (const family of addressFamilies) {
    if (value['byFamily'][family] === undefined) continue
    const judgement = readJudgement(value['byFamily'][family])
    if (judgement === undefined) return undefined
    byFamily[family] = judgement
  }
  return told && { key: value.key, baseUrl: value.baseUrl, told, byFamily }
}

function readTold(value: unknown): ToldHealth | undefined {
  if (!isRecord(value) || typeof value['reason'] !== 'string') return undefined
  const { reason, sinceEpochMs } = value
  const health = healths.find((one) => one === value['health'])
  return health === undefined || !(sinceEpochMs === null || isTime(sinceEpochMs)) ? undefined : { health, reason, sinceEpochMs }
}

function readEvent(value: unknown): HealthEvent | undefined {
  if (!isRecord(value)) return undefined
  const { cdn, reason, at } = value
  const health = healths.find((one) => one === value['health'])
  if (health === undefined || typeof cdn !== 'string' || typeof reason !== 'string') return undefined
  return typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { cdn, health, reason, at } : undefined
}

function readJudgement(value: unknown): Judgement | undefined {
  if (!isRecord(value)) return undefined
  const { isOut, sinceEpochMs, isRecovery, ejections, reason } = value
  if (typeof isOut !== 'boolean' || typeof isRecovery !== 'boolean' || typeof reason !== 'string') return undefined
  return isTime(sinceEpochMs) && isStorableNumber(ejections) ? { isOut, sinceEpochMs, isRecovery, ejections, reason } : undefined
}

function readAll<Entry>(values: unknown, read: (value: unknown) => Entry | undefined): readonly Entry[] | undefined {
  if (!Array.isArray(values)) return undefined
  const entries = values.map(read)
  return entries.every((entry) => entry !== undefined) ? entries : undefined
}

function isNamed(
  value: unknown,
): value is Readonly<Record<string, unknown>> & { readonly key: string; readonly baseUrl: string } {
  return isRecord(value) && typeof value['key'] === 'string' && typeof value['baseUrl'] === 'string'
}
