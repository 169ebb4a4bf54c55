import { fail, ok } from '../../src/core/result.ts'
import type { CdnHealth, HealthView } from '../../src/ports/health-view.ts'

/** Knows what it is told of the CDNs. Each is checked at most once; again it is too soon. */
export type ScriptedHealth = HealthView & { tell(cdns: readonly CdnHealth[], suspicion?: string): void }

export function openScriptedHealth(): ScriptedHealth {
  let cdns: readonly CdnHealth[] = [cdnHealthWith()]
  let suspicion: string | undefined
  const checked = new Set<string>()
  return {
    tell: (now, why) => void ([cdns, suspicion] = [now, why]),
    cdns: () => cdns,
    suspicion: () => suspicion,
    async checkNow(key) {
      const cdn = cdns.find((one) => one.key === key)
      if (cdn === undefined) return fail({ code: 'NOT_FOUND', field: 'cdn', received: key, allowed: 'a CDN', remedy: 'look' })
      if (checked.has(key)) return fail({ code: 'TOO_SOON', field: 'cdn', remedy: 'wait a second' })
      checked.add(key)
      return ok(cdn)
    },
    measures: () => ({ probes: new Map(), ejections: new Map() }),
  }
}

export function cdnHealthWith(cdn: Partial<CdnHealth> = {}): CdnHealth {
  return { key: 'default', health: 'HEALTHY', reason: 'its checks pass', since: null, lastProbe: null, ...cdn }
}
