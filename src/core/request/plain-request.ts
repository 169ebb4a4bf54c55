import { forgetOldest } from '../forget-oldest.ts'
import { isHost } from './request-head.ts'

/** A request for a redirect that needs no HTTP parser: nothing in it changes framing, expectation or protocol. */
export type PlainRequest = {
  /** Begins with `/?`. */
  readonly target: string
  readonly fields: PlainFields
  /** Index of the first character behind it. */
  readonly end: number
}

/** Header fields of a plain request. */
type PlainFields = {
  /** Whether the client ends the connection behind the answer. */
  readonly closes: boolean
  /** Names and values in turn, as Node's parser gives them. */
  readonly rawHeaders: readonly string[]
  readonly headers: { readonly 'user-agent': string | undefined }
}

/**
 * Blocks of fields that were read before, by their length, the newest first: players of one kind send the same. To compare a block with
 * one of its length takes a fifth of what its hash takes. The oldest length first.
 */
export type KnownFields = Map<number, readonly KnownBlock[]>
type KnownBlock = { readonly block: string; readonly fields: PlainFields }

/** Longest plain request in bytes. */
const MAX_BYTES = 8_192
const MAX_FIELDS = 100
/** A block keeps the piece that it was cut from, so only those of small pieces are kept: 4 MiB in all. */
const MAX_LENGTHS = 128
const MAX_OF_LENGTH = 4

const START = 'GET /?'
const VERSION = ' HTTP/1.1\r\n'

/**
 * Reads the plain request that begins at `from`; undefined for all else, also for one that is not whole. `text` has one character a
 * byte. What is taken here means the same to every HTTP parser (RFC 9112 §3 to §6); Node's parser, which takes more, gets the rest.
 */
export function readPlainRequest(text: string, from: number, known: KnownFields): PlainRequest | undefined {
  if (!text.startsWith(START, from)) return undefined
  const targetEnd = text.indexOf(' ', from + START.length)
  if (targetEnd === -1 || !text.startsWith(VERSION, targetEnd)) return undefined
  const blockStart = targetEnd + VERSION.length
  const blockEnd = text.indexOf('\r\n\r\n', blockStart) + 2
  const end = blockEnd + 2
  if (blockEnd === 1 || end - from > MAX_BYTES) return undefined
  const target = text.slice(from + 4, targetEnd)
  if (isOdd.test(target)) return undefined
  const block = text.slice(blockStart, blockEnd)
  const ofLength = known.get(block.length) ?? []
  const seen = fieldsOf(ofLength, block)
  const fields = seen ?? readFields(block)
  if (fields === undefined) return undefined
  if (seen === undefined && text.length <= MAX_BYTES) {
    known.set(block.length, [{ block, fields }, ...ofLength.slice(0, MAX_OF_LENGTH - 1)])
    forgetOldest(known, MAX_LENGTHS)
  }
  return { target, fields, end }
}

/** Whether this may become a plain request once more has come. */
export function beginsPlainRequest(text: string): boolean {
  return text.length <= MAX_BYTES && (text.startsWith(START) || START.startsWith(text)) && !text.includes('\r\n\r\n')
}

function fieldsOf(blocks: readonly KnownBlock[], block: string): PlainFields | undefined {
  for (const known of blocks) if (known.block === block) return known.fields
  return undefined
}

const isOdd = /[^\x21-\x7e]/
const isToken = /^[\w!#$%&'*+.^`|~-]+$/
const isOddValue = /[^\t\x20-\x7e]/

/** Fields that a plain request lacks; Node's parser takes the first as another name of `Connection`. */
const changing = new Set(['proxy-connection', 'content-length', 'transfer-encoding', 'expect', 'upgrade'])

/** Reads fields, each with its line end. Undefined unless there is one plain `Host`, and nothing that changes anything. */
function readFields(block: string): PlainFields | undefined {
  const rawHeaders: string[] = []
  let [hosts, connections, closes] = [0, 0, false]
  let userAgent: string | undefined
  for (let at = 0; at < block.length;) {
    const lineEnd = block.indexOf('\r\n', at)
    const colon = block.indexOf(':', at)
    if (colon === -1 || colon > lineEnd || rawHeaders.length === MAX_FIELDS * 2) return undefined
    const name = block.slice(at, colon)
    const value = block.slice(colon + 1, lineEnd)
    if (!isToken.test(name) || isOddValue.test(value)) return undefined
    rawHeaders.push(name, value.trim())
    at = lineEnd + 2
    const key = name.toLowerCase()
    if (changing.has(key)) return undefined
    if (key === 'host') {
      hosts += 1
      if (!isHost(value.trim())) return undefined
    } else if (key === 'connection') {
      connections += 1
      const option = value.trim().toLowerCase()
      closes = option === 'close'
      if (!closes && option !== 'keep-alive') return undefined
    } else if (key === 'user-agent') userAgent ??= value.trim()
  }
  return hosts === 1 && connections <= 1 ? { closes, rawHeaders, headers: { 'user-agent': userAgent } } : undefined
}
