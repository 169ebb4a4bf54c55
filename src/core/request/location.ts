import type { CdnTarget } from '../routing/table.ts'
import type { VideoUrl } from './video-url.ts'

/** The original URL, built anew of its parsed parts. */
export function originLocation(video: VideoUrl): string {
  return `${video.scheme}://${video.serverLabel}.${video.cluster.hostSuffix}${video.port}${video.path}${video.query}`
}

/** The same content on a CDN: its base URL, the server label as the first segment, then path and query. */
export function cdnLocation(cdn: CdnTarget, video: VideoUrl): string {
  return `${cdn.base[video.scheme]}/${video.serverLabel}${video.path}${video.query}`
}
