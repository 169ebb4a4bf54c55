/** Of a configuration, what a redirect shows. */
export type KnownConfig = {
  readonly cdns: readonly { readonly key: string; readonly baseUrl: string }[]
  readonly originClusters: readonly {
    readonly hostSuffix: string
    readonly serverLabelPattern: string | null
    readonly schemes: readonly string[]
  }[]
  readonly settings: { readonly ratio: number; readonly redirectStatus: number }
}

/** What was certain when a request was sent. */
type Certain = {
  /** By CDN: the publish that every worker runs, or a later one. */
  readonly published: ReadonlyMap<string, number>
  readonly out: TakenOut | undefined
}
type TakenOut = { readonly cdn: string; isComingBack: boolean }

/** Which redirects are right: by the configuration, by what was published and by what was taken out before they were asked for. */
export type Expected = {
  /** Target of the request for one of a thousand videos. */
  targetOf(video: number): string
  certain(): Certain
  /** What is wrong with an answer; undefined when it is right, which is counted. */
  check(
    video: number,
    answer: { readonly status: number; readonly location: string | undefined },
    sure: Certain,
  ): string | undefined
  /** Base URL of a CDN by which a redirect shows that it follows this publish. */
  baseUrlOf(cdn: string, publish: number): string
  /** Every worker runs the publish of this number. */
  published(cdn: string, publish: number): void
  /** No redirect goes to the CDN until the returned function is called. */
  takenOut(cdn: string): () => void
  readonly counts: { origin: number; cdn: number }
}

const VIDEOS = 1_000

export function expectBy({ cdns, originClusters, settings }: KnownConfig): Expected {
  const cluster = originClusters.find(({ serverLabelPattern }) => serverLabelPattern === null)
  if (cluster === undefined) throw new Error('no origin cluster takes the server label s1: there is no video to ask for')
  const scheme = cluster.schemes[0] ?? 'http'
  const bases = new Map(cdns.map(({ key, baseUrl }) => [/^https?:/.test(baseUrl) ? baseUrl : `${scheme}://${baseUrl}`, key]))
  const counts = { origin: 0, cdn: 0 }
  let published: ReadonlyMap<string, number> = new Map()
  let out: TakenOut | undefined

  return {
    counts,
    targetOf: (video) => `/?video=${encodeURIComponent(`${scheme}://s1.${cluster.hostSuffix}${pathOf(video)}`)}`,
    certain: () => ({ published, out }),
    check(video, { status, location = '' }, sure) {
      if (status !== settings.redirectStatus) return `status ${status}`
      if (location === `${scheme}://s1.${cluster.hostSuffix}${pathOf(video)}`) {
        counts.origin += 1
        return undefined
      }
      const wrong = checkCdn(video, location, sure)
      if (wrong === undefined) counts.cdn += 1
      return wrong
    },
    baseUrlOf: (cdn, publish) => `${cdn}.example.com/r${publish}`,
    published(cdn, publish) {
      published = new Map([...published, [cdn, publish]])
    },
    takenOut(cdn) {
      const taken: TakenOut = { cdn, isComingBack: false }
      out = taken
      return () => {
        taken.isComingBack = true
        out = undefined
      }
    },
  }

  function checkCdn(video: number, location: string, sure: Certain): string | undefined {
    const rest = `/s1${pathOf(video)}`
    if (!location.endsWith(rest)) return 'a Location that is not allowed'
    const base = location.slice(0, -rest.length)
    const [, cdn = bases.get(base), publish = '0'] = /^https?:\/\/([a-z0-9-]+)\.example\.com\/r(\d+)$/.exec(base) ?? []
    if (cdn === undefined) return 'a Location that is not allowed'
    if (Number(publish) < (sure.published.get(cdn) ?? 0)) return 'a CDN as it was before a publish that every worker runs'
    if (sure.out?.cdn === cdn && !sure.out.isComingBack) return 'a CDN that is taken out'
    return undefined
  }
}

function pathOf(video: number): string {
  return `/video/${video % VIDEOS}/xcg2djHckad.m3u8`
}
