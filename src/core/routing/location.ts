import type { VideoUrl } from '../request/video-url.ts'
import type { Redirect } from './decision.ts'
import type { LocationTemplate } from './table.ts'

/** The absolute URL of a redirect, built from parsed parts. Signed last, for a CDN alone. */
export function locationOf(redirect: Redirect, nowEpochMs: number): string {
  if (redirect.kind === 'ORIGIN') return originLocation(redirect.video)
  const url = cdnLocation(redirect.template, redirect.video)
  return redirect.sign === undefined ? url : redirect.sign(url, nowEpochMs)
}

/** The original URL on the origin. */
function originLocation({ scheme, serverLabel, cluster, port, path, query }: VideoUrl): string {
  return `${scheme}://${serverLabel}.${cluster.hostSuffix}${port}${path}${query}`
}

/** The same content on a CDN. Only parts of the video URL stand behind the host of the template, and a slash before them. */
function cdnLocation({ start, rest }: LocationTemplate, { scheme, serverLabel, path, query }: VideoUrl): string {
  if (rest === undefined) return `${start[scheme]}${serverLabel}${path}${query}`
  let url = start[scheme]
  for (const piece of rest) {
    if (piece === 'path') url += path
    else if (piece === 'server') url += serverLabel
    else if (piece === 'query') url += query
    else url += piece.text
  }
  return url
}
