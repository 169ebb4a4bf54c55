import type { Cdn } from '../core/config/cdn.ts'
import { checkToldLoad, type ToldLoad } from '../core/load/told-load.ts'
import { fail, ok, printable, type Result } from '../core/result.ts'
import type { OutsideLoad, OutsideLoads } from '../ports/outside-loads.ts'
import type { SharedLoads } from '../ports/shared-loads.ts'
import { openLoadPoller, type LoadPoller, type LoadPollerParts } from './load-poller.ts'

export type OutsideLoadsParts = LoadPollerParts & { readonly sharedLoads: SharedLoads }

/** Knows the last load that somebody outside told of each CDN: by a report to any node, or asked by this one. */
export type OutsideLoadKeeper = OutsideLoads &
  Pick<LoadPoller, 'followRevisions' | 'stop'> & {
    /** Reads the store, unless no CDN has a capacity; to be called once a second. Never rejects: what is known ends by itself. */
    tick(): Promise<void>
  }

export function openOutsideLoads(parts: OutsideLoadsParts): OutsideLoadKeeper {
  const { sharedLoads, revisions } = parts
  let reported = new Map<string, OutsideLoad>()
  /** Reports to this node since the reading of the store began, which may lack them. */
  let meanwhile = new Map<string, OutsideLoad>()
  /** Answers by the key of the CDN, each with the URL that gave it. */
  let asked = new Map<string, Asked>()
  let isReading = false
  const poller = openLoadPoller(parts, (load, url) => asked.set(load.cdn, { load, url }))

  return {
    list: () =>
      cdnsWithCapacity().flatMap((cdn) =>
        newerOf(reported.get(cdn.key), answerOf(cdn, asked.get(cdn.key))).filter((load) => fits(cdn, load)),
      ),
    async report(key, told) {
      const checked = check(key, told)
      if (!checked.ok) return checked
      const load = await sharedLoads.report(key, checked.value)
      if (load === undefined) return tooSoon
      for (const loads of [reported, meanwhile]) loads.set(key, load)
      return ok(load)
    },
    async tick() {
      const keys = new Set(cdnsWithCapacity().map(({ key }) => key))
      asked = new Map([...asked].filter(([key]) => keys.has(key)))
      if (keys.size === 0) reported = new Map()
      if (isReading || keys.size === 0) return
      isReading = true
      meanwhile = new Map()
      try {
        const loads = await sharedLoads.list()
        reported = new Map([...loads.map((load) => [load.cdn, load] as const).filter(([key]) => keys.has(key)), ...meanwhile])
      } catch {
        // The watcher of the store tells why.
      }
      isReading = false
    },
    troubles: () => poller.troubles(),
    followRevisions: () => poller.followRevisions(),
    stop: () => poller.stop(),
  }

  function check(key: string, told: ToldLoad): Result<ToldLoad> {
    const cdn = revisions.current()?.config.cdns.find((one) => one.key === key)
    if (cdn !== undefined) return checkToldLoad(cdn, told)
    const allowed = 'the key of a CDN of the live revision'
    return fail({ code: 'NOT_FOUND', field: 'cdn', received: printable(key), allowed, remedy: 'correct the key' })
  }

  function cdnsWithCapacity(): readonly Cdn[] {
    return (revisions.current()?.config.cdns ?? []).filter(({ capacity }) => capacity !== undefined)
  }
}

const tooSoon = fail({
  code: 'TOO_SOON',
  field: 'cdn',
  received: 'an eleventh report within a second',
  allowed: 'ten reports a second of each CDN',
  remedy: 'try again in a second',
})

type Asked = { readonly load: OutsideLoad; readonly url: string }

/** The answer, unless it is that of another URL than the CDN has now. */
function answerOf({ loadUrl }: Cdn, asked: Asked | undefined): OutsideLoad | undefined {
  return asked?.url === loadUrl ? asked?.load : undefined
}

function newerOf(reported: OutsideLoad | undefined, asked: OutsideLoad | undefined): readonly OutsideLoad[] {
  const known = [reported, asked].flatMap((load) => load ?? [])
  return known.toSorted((a, b) => b.reportedAtEpochMs - a.reportedAtEpochMs).slice(0, 1)
}

/** Whether a load still fits: the capacity may be another one since. */
function fits(cdn: Cdn, { percent, mbps }: OutsideLoad): boolean {
  return checkToldLoad(cdn, { percent, mbps, validSeconds: 1 }).ok
}
