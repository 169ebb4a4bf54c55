import type { Conditions } from '../conditions/effective.ts'
import type { RoutingConfig } from '../config/model.ts'
import { sealRevision } from '../config/revision.ts'
import type { ClientFacts } from '../geo/client-facts.ts'
import type { RecordedRequest } from '../recorded/recorded-request.ts'
import { parseIpAddress } from '../request/ip-address.ts'
import { knownClient } from '../request/known-client.ts'
import { parseVideoUrl } from '../request/video-url.ts'
import { ok, type Result } from '../result.ts'
import { buildTable } from '../routing/build-table.ts'
import { compileRevision } from '../routing/compile.ts'
import { advance, noCounters, type Counters } from '../routing/counters.ts'
import { decideVideo } from '../routing/decide.ts'
import type { RoutingTable } from '../routing/table.ts'
import { markRules } from './marked-rules.ts'
import type { Outcome, Question } from './question.ts'
import { askRecorded, type Recording } from './recorded-side.ts'

/** Requests to decide: those that somebody gives, or a sample of those that workers had. Plain data, for another thread. */
export type SimulatedTraffic =
  | { readonly kind: 'GIVEN'; readonly requests: readonly GivenRequest[] }
  | { readonly kind: 'RECORDED'; readonly requests: readonly RecordedRequest[]; readonly recording: Recording }

export type GivenRequest = {
  readonly video: string
  /** Undefined: nothing is known of the client. */
  readonly address: string | undefined
  readonly facts: ClientFacts
  readonly userAgent: string
  /** Times that it comes. */
  readonly count: number
}

/** A configuration under conditions. */
export type Situation = { readonly config: RoutingConfig; readonly conditions: Conditions }

/** A situation that answers requests one by one, with turns of its own: it moves no counter of a worker. */
export type Side = {
  readonly table: RoutingTable
  readonly ask: (index: number) => Question
  /** Decides without counting. */
  readonly decide: (question: Question) => Outcome
  readonly count: (outcome: Outcome) => void
}

/** Builds the table of a situation. Fails as a worker would, where the configuration cannot be run. */
export function openSide({ config, conditions }: Situation, traffic: SimulatedTraffic): Result<Side> {
  const marked = traffic.kind === 'RECORDED' ? markRules(config) : { config, marks: [] }
  const compiled = compileRevision(sealed(marked.config))
  if (!compiled.ok) return compiled
  const table = buildTable(compiled.value, conditions)
  const counters: Counters = noCounters()
  return ok({ table, ask: askOf(), decide, count })

  function askOf(): Side['ask'] {
    if (traffic.kind === 'GIVEN') return (index) => questionOf(table, traffic.requests[index] as GivenRequest)
    const ask = askRecorded(table, marked, traffic.recording)
    return (index) => ask(traffic.requests[index] as RecordedRequest)
  }

  function decide(question: Question): Outcome {
    if (question.kind === 'REFUSED') return question
    if (question.undecided !== undefined) return { kind: 'UNDECIDED', why: question.undecided }
    const decision = decideVideo(table, counters, question.video, question.client)
    const isKnown = decision.rule === undefined || !question.unknownRules.has(decision.rule.key)
    return isKnown ? decision : { kind: 'UNDECIDED', why: 'RULE_UNKNOWN' }
  }

  function count(outcome: Outcome): void {
    if (outcome.kind === 'ORIGIN' || outcome.kind === 'CDN') advance(counters, outcome)
  }
}

function questionOf({ clusters }: RoutingTable, { video, address, facts, userAgent }: GivenRequest): Question {
  const { country } = facts
  const parsed = parseVideoUrl(clusters, `/?video=${encodeURIComponent(video.toWellFormed())}`)
  if (parsed.kind === 'REFUSED') return { kind: 'REFUSED', code: parsed.code, country }
  const client = knownClient(address === undefined ? undefined : parseIpAddress(address), facts, userAgent)
  return { kind: 'VALID', video: parsed, client, country, unknownRules: none, undecided: undefined }
}

const none: ReadonlySet<string> = new Set()

/** A revision that nobody has published. */
function sealed(config: RoutingConfig) {
  return sealRevision({ number: 0, publishedAt: '', author: '', message: null, parent: null, rollbackOf: null, config })
}
