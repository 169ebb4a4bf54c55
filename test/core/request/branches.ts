import { refusalStatus } from '../../../src/core/request/refusal.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { locationOf } from '../../../src/core/routing/location.ts'
import { nobody } from '../../support/clients.ts'
import { countersWith, tableWith, type ConfigParts } from '../../support/config.ts'

/** What a target is answered: the Location when the origin's turn has come and when it hasn't, or the refusal on either turn. */
export type Answers = { readonly origin: string; readonly cdn: string }

export function answers(target: string, parts: ConfigParts = {}): Answers {
  return { origin: answer(target, { ...parts, ratio: 1 }), cdn: answer(target, { ...parts, ratio: 0 }) }
}

/** `VIDEO_PATH 400` as the answer on both branches. */
export function refused(refusal: string): Answers {
  return { origin: refusal, cdn: refusal }
}

/** What follows the host and, on a CDN, the server label `s1` is the same on both branches. */
export function redirected(resource: string, scheme = 'http'): Answers {
  return { origin: `${scheme}://s1.origin-cluster${resource}`, cdn: `${scheme}://cdn.example.com/s1${resource}` }
}

/** The target of a well-behaved client. */
export function targetOf(video: string): string {
  return `/?video=${encodeURIComponent(video)}`
}

function answer(target: string, parts: ConfigParts): string {
  const decision = decide(tableWith(parts), countersWith(), target, nobody)
  return decision.kind === 'REFUSED' ? `${decision.code} ${refusalStatus(decision.code)}` : locationOf(decision, 0)
}
