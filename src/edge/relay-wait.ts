import type { ClientRequest, IncomingMessage } from 'node:http'
import { ANSWER_MS, STALLED_MS } from '../core/http-limits.ts'
import type { Clock } from '../ports/clock.ts'

export type Wait = {
  /** Ends the wait: the answer has begun, or there will be none. */
  end(): void
}

/**
 * Waits `ANSWER_MS` for a control process that may hang: from the beginning, and again from the end of the request. The client's
 * connection lasts longer, so that the client gets an answer, not a reset.
 */
export function waitForAnswer(clock: Clock, { socket }: IncomingMessage, upstream: ClientRequest): Wait {
  const giveUp = (): void => void upstream.destroy(new Error(`no answer within ${ANSWER_MS} ms`))
  let cancel = clock.after(ANSWER_MS, giveUp)
  let isOver = false
  upstream.once('finish', () => {
    if (isOver) return
    cancel()
    cancel = clock.after(ANSWER_MS, giveUp)
  })
  socket.setTimeout(ANSWER_MS + STALLED_MS)
  return {
    end() {
      if (isOver) return
      isOver = true
      cancel()
      socket.setTimeout(STALLED_MS)
    },
  }
}
