import type { Conditions } from '../conditions/effective.ts'
import type { RoutingConfig } from '../config/model.ts'
import { NEWEST_FORMAT_VERSION, type RevisionHead } from '../config/revision.ts'
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

/** A request that somebody gives. */
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
export type Side<Request> = {
  readonly table: RoutingTable
  readonly ask: (request: Request) => Question
  /** Decides without counting. */
  readonly decide: (question: Question) => Outcome
  readonly count: (outcome: Outcome) => void
}

/** Builds a side for requests that somebody gives. Fails as a worker would, where the configuration cannot be run. */
export function openGivenSide(situation: Situation): Result<Side<GivenRequest>> {
  return openSide(situation, (table) => (request) => questionOf(table, request))
}

/** Builds a side for requests that workers recorded. Fails likewise. */
export function openRecordedSide({ config, conditions }: Situation, recording: Recording): Result<Side<RecordedRequest>> {
  const marked = markRules(config)
  return openSide({ config: marked.config, conditions }, (table) => askRecorded(table, marked, recording))
}

function openSide<Request>(
  { config, conditions }: Situation,
  askOf: (table: RoutingTable) => Side<Request>['ask'],
): Result<Side<Request>> {
  const compiled = compileRevision({ ...noHead, config })
  if (!compiled.ok) return compiled
  const table = buildTable(compiled.value, conditions)
  const counters: Counters = noCounters()
  return ok({ table, ask: askOf(table), decide, count })

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

/** Head of a revision that nobody has published. It has no hash, which would take half of the time in which a side is built. */
const noHead: RevisionHead = {
  number: 0,
  formatVersion: NEWEST_FORMAT_VERSION,
  sha256: '',
  publishedAt: '',
  author: '',
  message: null,
  parent: null,
  rollbackOf: null,
}
