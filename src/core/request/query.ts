/** The query of a request target, taken apart but not decoded. */
export type TargetQuery = {
  /** The raw value of `video`; undefined when it is missing. */
  readonly video: string | undefined
  /** Whether the query has more than one `video`. */
  readonly ambiguous: boolean
  /** Parameters to append to the video URL's own query: each with a leading `&`, in wire order. */
  readonly spill: string
  /** LL-HLS delivery directives, which are passed on even when the video URL has no query. Same form as `spill`. */
  readonly directives: string
}

/**
 * Takes the query apart. Names are compared undecoded and case-sensitive; a raw `#` ends the query. `CMCD` is for the balancer
 * and not passed on (CTA-5004). `_HLS_*` are delivery directives (draft-pantos-hls-rfc8216bis, 6.2.5).
 */
export function readTargetQuery(target: string): TargetQuery {
  const fragment = target.indexOf('#')
  const end = fragment === -1 ? target.length : fragment
  const mark = target.indexOf('?')
  let video: string | undefined
  let ambiguous = false
  let spill = ''
  let directives = ''
  let start = mark === -1 ? end : mark + 1
  while (start < end) {
    const next = target.indexOf('&', start)
    const stop = next === -1 || next > end ? end : next
    const parameter = target.slice(start, stop)
    const equals = parameter.indexOf('=')
    const name = equals === -1 ? parameter : parameter.slice(0, equals)
    if (name === 'video') {
      ambiguous = video !== undefined
      video = equals === -1 ? '' : parameter.slice(equals + 1)
      if (ambiguous) break
    } else if (name !== 'CMCD' && parameter !== '') {
      spill += `&${parameter}`
      if (name === '_HLS_msn' || name === '_HLS_part' || name === '_HLS_skip') directives += `&${parameter}`
    }
    start = stop + 1
  }
  return { video, ambiguous, spill, directives }
}
