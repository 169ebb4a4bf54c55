import type { AskedFacts } from '../geo/client-facts.ts'
import type { Continent } from '../geo/countries.ts'
import { MAX_ABOVE, type RecordedVideo } from './recorded-request.ts'
import { openTextTable, type TextTable } from './text-table.ts'

/** A recorded request before its weight is known. */
export type RowContent = Omit<RecordedVideo, 'refusal' | 'weight'>

/** Requests as rows of numbers, of which some name texts: little memory, and quick to copy. */
export type RequestRows = { readonly words: Uint32Array<ArrayBuffer>; readonly texts: TextTable }

/** Rows to read, with their texts by number. */
export type CopiedRows = { readonly words: Uint32Array<ArrayBuffer>; readonly texts: readonly (string | null)[] }

/** Words of a row: numbers of texts, hashes and facts, and last as many of `ABOVE` as there are directories. */
const [SUFFIX, LABEL, ZONE, RULE] = [0, 1, 2, 3]
const [DIRECTORY, NETWORK, ASN, REVISION, CODES, FLAGS, ABOVE] = [4, 5, 6, 7, 8, 9, 10]
const ROW_WORDS = ABOVE + MAX_ABOVE

/** The first words of a row number texts; 0: there is none. */
const ROW_TEXTS = 4

/** The lowest bits of the flags count the directories. */
const [COUNT, IS_IPV6, ASKED_COUNTRY, ASKED_ASN] = [0b1111, 1 << 4, 1 << 5, 1 << 6]

export function openRows(count: number): RequestRows {
  return { words: new Uint32Array(count * ROW_WORDS), texts: openTextTable() }
}

export function writeRow({ words, texts }: RequestRows, row: number, content: RowContent): void {
  const { zone, rule, above, asked } = content
  const at = row * ROW_WORDS
  words[at + SUFFIX] = texts.take(content.suffix)
  words[at + LABEL] = texts.take(content.label)
  words[at + ZONE] = zone === null ? 0 : texts.take(zone)
  words[at + RULE] = rule === null ? 0 : texts.take(rule)
  words[at + DIRECTORY] = content.directory
  words[at + NETWORK] = content.network
  words[at + ASN] = content.asn ?? 0
  words[at + REVISION] = content.revision
  words[at + CODES] = (packCode(content.country) << 16) | packCode(content.continent)
  words[at + FLAGS] =
    above.length | (content.isIpv6 ? IS_IPV6 : 0) | (asked.country ? ASKED_COUNTRY : 0) | (asked.asn ? ASKED_ASN : 0)
  words.set(above, at + ABOVE)
}

/** Moves a row to a place that is free. */
export function moveRow({ words }: RequestRows, from: number, to: number): void {
  if (from === to) return
  for (let word = 0; word < ROW_WORDS; word += 1) words[to * ROW_WORDS + word] = words[from * ROW_WORDS + word] as number
}

/** Forgets the texts of a row, whose place is free from now on. */
export function freeRow({ words, texts }: RequestRows, row: number): void {
  for (let at = row * ROW_WORDS; at < row * ROW_WORDS + ROW_TEXTS; at += 1)
    if (words[at] !== 0) texts.release(words[at] as number)
}

export function copyRows({ words, texts }: RequestRows, from: number, to: number): CopiedRows {
  return { words: words.slice(from * ROW_WORDS, to * ROW_WORDS), texts: texts.list() }
}

export function readRow({ words, texts }: CopiedRows, row: number): RowContent {
  const at = row * ROW_WORDS
  const [codes, flags, asn] = [words[at + CODES] as number, words[at + FLAGS] as number, words[at + ASN] as number]
  const textAt = (place: number): string | null => texts[words[at + place] as number] ?? null
  return {
    suffix: textAt(SUFFIX) ?? '',
    label: textAt(LABEL) ?? '',
    directory: words[at + DIRECTORY] as number,
    above: [...words.subarray(at + ABOVE, at + ABOVE + (flags & COUNT))],
    country: unpackCode(codes >>> 16),
    continent: unpackCode(codes & 0xff_ff) as Continent | null,
    asn: asn === 0 ? null : asn,
    asked: askedFacts[(flags >>> 5) & 0b11] as AskedFacts,
    isIpv6: (flags & IS_IPV6) !== 0,
    network: words[at + NETWORK] as number,
    zone: textAt(ZONE),
    rule: textAt(RULE),
    revision: words[at + REVISION] as number,
  }
}

/** By the two bits of the flags. */
const askedFacts: readonly AskedFacts[] = [
  { country: false, asn: false },
  { country: true, asn: false },
  { country: false, asn: true },
  { country: true, asn: true },
]

/** Packs a code of two letters; 0: there is none. */
function packCode(code: string | null): number {
  return code === null ? 0 : (code.charCodeAt(0) << 8) | code.charCodeAt(1)
}

function unpackCode(packed: number): string | null {
  return packed === 0 ? null : String.fromCharCode(packed >>> 8, packed & 0xff)
}
