import type { VideoUrl } from '../request/video-url.ts'
import type { Redirect } from './decision.ts'
import type { CdnBase } from './table.ts'

/** The absolute URL of a redirect, built from parsed parts. */
export function locationOf(redirect: Redirect): string {
  return redirect.kind === 'ORIGIN' ? originLocation(redirect.video) : cdnLocation(redirect.base, redirect.video)
}

/** The original URL on the origin. */
function originLocation({ scheme, serverLabel, cluster, port, path, query }: VideoUrl): string {
  return `${scheme}://${serverLabel}.${cluster.hostSuffix}${port}${path}${query}`
}

/** The same content on a CDN: its base URL, the server label as the first segment, then path and query. */
function cdnLocation(base: CdnBase, { scheme, serverLabel, path, query }: VideoUrl): string {
  return `${base[scheme]}/${serverLabel}${path}${query}`
}
