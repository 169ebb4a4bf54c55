import type { RecordedRequest } from './recorded-request.ts'
import { readRow, ROW_TEXTS, ROW_WORDS, type CopiedRows } from './request-rows.ts'
import type { ReservoirCopy, RowWeight } from './reservoir.ts'

/** Traffic that the workers of a node have recorded, as compact as they send it: `requestsOf` reads it. */
export type RecordedTraffic = {
  readonly recordings: readonly Recording[]
  /** Ids of the workers that did not answer in time, such as those of a version that records nothing. */
  readonly missing: readonly string[]
}

/** Record of one worker. It can be sent to a thread. */
export type Recording = {
  readonly worker: string
  readonly seconds: ReservoirCopy['seconds']
  readonly parts: readonly RecordedPart[]
  readonly refused: readonly (readonly [code: string, requests: number])[]
}

/** Requests as one message. */
export type RecordedPart = {
  /** Words of the rows, in Base64. */
  readonly words: string
  /** Texts of the rows by number. */
  readonly texts: readonly (string | null)[]
  readonly weights: readonly RowWeight[]
}

/** Rows of a part: they are made and sent within 0.2 ms, for which requests wait. */
const PART_ROWS = 250

/** Makes the parts of a copy, each when it is asked for. */
export function* partsOf({ rows, weights }: ReservoirCopy): Generator<RecordedPart> {
  const count = rows.words.length / ROW_WORDS
  for (let from = 0; from < count; from += PART_ROWS) {
    const to = Math.min(count, from + PART_ROWS)
    const words = rows.words.slice(from * ROW_WORDS, to * ROW_WORDS)
    yield { ...packRows({ words, texts: rows.texts }), weights: cutWeights(weights, from, to) }
  }
}

/** Reads the requests of all recordings, one after the other: of the valid ones one in so many, which stands for all of these. */
export function* requestsOf({ recordings }: Pick<RecordedTraffic, 'recordings'>, oneIn = 1): Generator<RecordedRequest> {
  let next = 0
  for (const { parts, refused } of recordings) {
    for (const part of parts) next = yield* readPart(part, next, oneIn)
    for (const [refusal, weight] of refused) yield { refusal, weight }
  }
}

/** Packs rows with the texts that they name, which get numbers of their own. */
function packRows({ words, texts }: CopiedRows): Omit<RecordedPart, 'weights'> {
  const own: (string | null)[] = [null]
  const ownIds = new Map([[0, 0]])
  for (let row = 0; row < words.length; row += ROW_WORDS)
    for (let at = row; at < row + ROW_TEXTS; at += 1) {
      const id = words[at] as number
      const known = ownIds.get(id)
      words[at] = known ?? own.length
      if (known !== undefined) continue
      ownIds.set(id, own.length)
      own.push(texts[id] ?? null)
    }
  return { words: Buffer.from(words.buffer).toString('base64'), texts: own }
}

/** Reads one in so many rows from the next one on, and returns how far behind the part the one after them is. */
function* readPart({ words, texts, weights }: RecordedPart, next: number, oneIn: number): Generator<RecordedRequest, number> {
  const rows = { words: new Uint32Array(new Uint8Array(Buffer.from(words, 'base64')).buffer), texts }
  let [row, end] = [next, 0]
  for (const { rows: count, weight } of weights)
    for (end += count; row < end; row += oneIn) yield { ...readRow(rows, row), refusal: null, weight: weight * oneIn }
  return row - end
}

/** Cuts the weights to those of the rows from one to another. */
function cutWeights(weights: readonly RowWeight[], from: number, to: number): readonly RowWeight[] {
  let begin = 0
  return weights.flatMap(({ rows, weight }) => {
    const cut = Math.min(begin + rows, to) - Math.max(begin, from)
    begin += rows
    return cut > 0 ? [{ rows: cut, weight }] : []
  })
}
