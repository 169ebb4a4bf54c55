import { readPlainRequest, type KnownFields } from '../../core/request/plain-request.ts'
import type { Draining } from '../../listener/guarded-server.ts'
import type { Asking } from '../client.ts'
import type { Redirects } from '../redirects.ts'
import type { WriteRedirect } from './redirect-text.ts'

/** Answers to the plain requests at the beginning of a piece. */
export type PlainAnswers = {
  readonly text: string
  readonly requests: number
  /** Index of the first character that was not looked at. */
  readonly end: number
  /** What comes there: nothing, what is for a parser of HTTP, or what has to wait for the next turn. */
  readonly next: 'NOTHING' | 'OTHER' | 'LATER'
  /** Whether the client wants no more behind these answers. */
  readonly isLast: boolean
  readonly stopTimer: (() => void) | undefined
}

type Parts = {
  readonly group: Draining
  readonly redirects: Redirects
  readonly writeRedirect: WriteRedirect
}

/** Most requests of a connection in one turn, so that the others have theirs. */
const MAX_IN_TURN = 64

/** Opens what answers pieces of connections, each a text of one character a byte. */
export function openPlainAnswers({ group, redirects, writeRedirect }: Parts) {
  const known: KnownFields = new Map()
  const asking: { -readonly [Key in keyof Asking]: Asking[Key] } = { socket: {}, rawHeaders: [], headers: {} }

  return function answerPlain(piece: string, socket: Asking['socket'], mayAnswer: () => boolean): PlainAnswers {
    let [end, requests, text, isLast] = [0, 0, '', false]
    let stopTimer: PlainAnswers['stopTimer']
    while (end < piece.length) {
      if (requests === MAX_IN_TURN || !mayAnswer()) return { text, requests, end, next: 'LATER', isLast, stopTimer }
      const request = group.draining ? undefined : readPlainRequest(piece, end, known)
      // Bytes behind the last request are for nobody, but the parser knows how to end a connection with some left.
      if (request === undefined || (request.fields.closes && request.end < piece.length)) break
      asking.socket = socket
      asking.rawHeaders = request.fields.rawHeaders
      asking.headers = request.fields.headers
      stopTimer ??= redirects.startTimer()
      const redirected = redirects.redirect(request.target, asking)
      if (redirected === undefined) break
      requests += 1
      end = request.end
      isLast = request.fields.closes
      text += writeRedirect(redirected, isLast)
    }
    return { text, requests, end, next: end < piece.length ? 'OTHER' : 'NOTHING', isLast, stopTimer }
  }
}
