import type { Scheme } from './scheme.ts'
import type { OriginTarget } from './origin-target.ts'
import { decodeOnce, encodeUnsafe, encodeUnsafeBytes } from './percent.ts'
import { readTargetQuery, type TargetQuery } from './query.ts'
import { refuse, type VideoRefusal, type RefusalCode } from './refusal.ts'

/** A video URL that may be redirected, split into the parts that a Location is built from. */
export type VideoUrl = {
  readonly kind: 'VALID'
  readonly scheme: Scheme
  /** The first host label, lower-cased: `s1`. */
  readonly serverLabel: string
  readonly cluster: OriginTarget
  /** Empty, or `:8443` where the cluster lists the port. */
  readonly port: string
  /** Begins with a slash and has more than slashes. */
  readonly path: string
  /** Empty, or begins with `?`; includes the parameters that the request itself passes on. */
  readonly query: string
}

const MAX_VIDEO_UNITS = 4_096

/**
 * Reads the video URL out of a request target (`/?video=…`, origin-form, one character per byte). Checks in the order of the
 * refusal table, in the same way whether the redirect goes to the origin or to a CDN.
 */
export function parseVideoUrl(clusters: ReadonlyMap<string, OriginTarget>, target: string): VideoUrl | VideoRefusal {
  const top = readTargetQuery(target)
  if (top.ambiguous) return refuse('VIDEO_AMBIGUOUS', top.video ?? '')
  if (top.video === undefined || top.video === '') return refuse('VIDEO_REQUIRED', '')
  const video = decodeOnce(top.video)
  if (video === undefined) return refuse('VIDEO_ENCODING', top.video)
  if (video.length > MAX_VIDEO_UNITS) return refuse('VIDEO_TOO_LONG', `${video.length} units`)
  return readPlain(clusters, video, top) ?? readAny(clusters, video, top)
}

/**
 * Lower-case, no port, a path of plain characters without dot segments, and no more: every check of `readAny` holds, and nothing is to
 * be encoded.
 */
const plainUrl = /^(https?):\/\/([a-z0-9-]+)\.([a-z0-9.-]+)((?:\/[\w~!$&'()*+,;=:@-][\w.~!$&'()*+,;=:@-]*)+)$/

/** Reads what most players ask for in one scan. Undefined for all else, also for what is refused. */
function readPlain(clusters: ReadonlyMap<string, OriginTarget>, video: string, top: TargetQuery): VideoUrl | undefined {
  const found = plainUrl.exec(video) as readonly [string, Scheme, string, string, string] | null
  if (found === null) return undefined
  const [, scheme, serverLabel, suffix, path] = found
  const cluster = clusters.get(suffix)
  if (cluster?.isServer(serverLabel) !== true || !cluster.allows(scheme)) return undefined
  return { kind: 'VALID', scheme, serverLabel, cluster, port: '', path, query: ownQuery(top) }
}

function readAny(clusters: ReadonlyMap<string, OriginTarget>, video: string, top: TargetQuery): VideoUrl | VideoRefusal {
  // oxlint-disable-next-line no-control-regex -- C0, DEL, C1, space and backslash are what is refused
  if (/[\u0000-\u0020\\\u007f-\u009f]/.test(video)) return refuse('VIDEO_CHARACTERS', video)

  const start = /^https?:\/\//i.exec(video)
  if (start === null) return refuse('VIDEO_SCHEME', video)
  const scheme = start[0].length === 7 ? 'http' : 'https'
  const rest = video.slice(start[0].length)
  const authorityEnd = endOf(rest, /[/?#]/)
  const authority = rest.slice(0, authorityEnd)
  if (authority.includes('@')) return refuse('VIDEO_CREDENTIALS', 'user information')
  const hostEnd = endOf(authority, /:/)
  const givenHost = authority.slice(0, hostEnd)
  // Before lower-casing: that would turn U+212A, the Kelvin sign, into an ASCII k.
  if (!/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(givenHost)) return refuse('VIDEO_HOST', authority)
  const host = givenHost.toLowerCase()

  const labelEnd = host.indexOf('.')
  const serverLabel = host.slice(0, Math.max(labelEnd, 0))
  const cluster = labelEnd === -1 ? undefined : clusters.get(host.slice(labelEnd + 1))
  if (cluster === undefined) return refuse('HOST_NOT_ALLOWED', host)
  if (!cluster.isServer(serverLabel)) return refuse('HOST_NOT_ALLOWED', host, 'LABEL')
  if (!cluster.allows(scheme)) return refuse('HOST_NOT_ALLOWED', host, 'SCHEME')
  const port = parsePort(authority.slice(hostEnd), scheme, cluster)
  if (port === undefined) return refuse('PORT_NOT_ALLOWED', authority)

  const fragment = rest.indexOf('#', authorityEnd)
  const resource = fragment === -1 ? rest.slice(authorityEnd) : rest.slice(authorityEnd, fragment)
  const mark = resource.indexOf('?')
  const path = mark === -1 ? resource : resource.slice(0, mark)
  const refusedPath = checkPath(path)
  if (refusedPath !== undefined) return refuse(refusedPath, path)
  const query = mark === -1 ? ownQuery(top) : encodeUnsafe(resource.slice(mark)) + encodeUnsafeBytes(top.spill)
  return { kind: 'VALID', scheme, serverLabel, cluster, port, path: encodeUnsafe(path), query }
}

/** The query of a redirect whose video URL has none. */
function ownQuery({ directives }: TargetQuery): string {
  return directives === '' ? '' : `?${encodeUnsafeBytes(directives.slice(1))}`
}

function endOf(text: string, delimiter: RegExp): number {
  const found = text.search(delimiter)
  return found === -1 ? text.length : found
}

/** Reads the port after the host, such as `:8443`: empty for the scheme's default, undefined for a port that is not allowed. */
function parsePort(suffix: string, scheme: Scheme, cluster: OriginTarget): string | undefined {
  if (suffix === '' || suffix === ':') return ''
  if (!/^:\d{1,5}$/.test(suffix)) return undefined
  const port = Number(suffix.slice(1))
  if (port === (scheme === 'http' ? 80 : 443)) return ''
  return cluster.ports.includes(port) ? `:${port}` : undefined
}

/** Finds why a path is refused. */
export function checkPath(path: string): RefusalCode | undefined {
  if (/^\/*$/.test(path)) return 'VIDEO_PATH'
  return /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)|%2f|%5c/i.test(path) ? 'VIDEO_PATH' : undefined
}
