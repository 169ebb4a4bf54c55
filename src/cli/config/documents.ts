import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { configDocument, type ConfigDocument } from '../../core/config/document.ts'
import { CommandFailure, cliExitCodes, reasonOf } from '../command-failure.ts'
import { onOneLine, type Terminal } from '../terminal.ts'
import type { Format } from './document-format.ts'
import { describeIssues, findRepeatedKeys } from './find-faults.ts'

/** Four times the limit of the admin API, for white space, defaults and comments; any YAML of this size is read within seconds. */
const MAX_BYTES = 2_097_152

/** Most faults shown. */
const MAX_FAULTS = 20

/** A document with the revision that it was compared with: applied only as long as that is live. */
export type PlanFile = z.infer<typeof planFile>

const discardedEdit = z.strictObject({
  path: z.string('text'),
  kind: z.enum(['ADDED', 'REMOVED', 'CHANGED'], 'ADDED, REMOVED or CHANGED'),
  before: z.unknown(),
  after: z.unknown(),
  author: z.string('text').nullable(),
})

const planFile = z.strictObject({
  sluicePlan: z.literal(1, '1'),
  liveRevision: z.strictObject({ number: z.int('the number of a revision'), sha256: z.string('text') }),
  /** Told by the plan for whoever reads it; absent from plans of versions before. */
  discarded: z.array(discardedEdit).optional(),
  document: configDocument,
})

/** Reads a plan, or a plain document, which has no revision. `-` is stdin. */
export async function readDocumentOrPlan(
  terminal: Terminal,
  file: string,
  format: Format,
): Promise<{ readonly document: ConfigDocument; readonly liveRevision?: PlanFile['liveRevision'] }> {
  const text = await readText(terminal, file)
  const { parseText } = await import('./document-text.ts') // most commands need no YAML, which takes a tenth of their start
  const { value, faults } = parseText(text, format)
  if (faults.length > 0) throw refusal(file, faults)
  const isPlan = typeof value === 'object' && value !== null && Object.hasOwn(value, 'sluicePlan')
  return isPlan
    ? check(file, planFile, value, ({ document }) => document)
    : { document: check(file, configDocument, value, (document) => document) }
}

export async function readDocument(terminal: Terminal, file: string, format: Format): Promise<ConfigDocument> {
  const { document, liveRevision } = await readDocumentOrPlan(terminal, file, format)
  if (liveRevision === undefined) return document
  throw refusal(file, ['it is a plan; give the document that it was made of'])
}

export async function writeText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    throw new CommandFailure(cliExitCodes.unwritable, `${file} can't be written (${reasonOf(error)})`)
  }
}

/** Checks for all faults at once: those of the schema, and repeated keys. */
function check<T>(file: string, schema: z.ZodType<T>, value: unknown, documentIn: (value: T) => object): T {
  const parsed = schema.safeParse(value)
  const inside = parsed.success ? documentIn(parsed.data) : value
  const repeated = typeof inside === 'object' && inside !== null ? findRepeatedKeys(inside) : []
  const faults = [...(parsed.success ? [] : describeIssues(value, parsed.error.issues)), ...repeated]
  if (parsed.success && faults.length === 0) return parsed.data
  throw refusal(file, faults)
}

function refusal(file: string, faults: readonly string[]): CommandFailure {
  const shown = faults.slice(0, MAX_FAULTS).map((fault) => `\n  ${fault}`)
  const rest = faults.length > MAX_FAULTS ? `\n  and ${faults.length - MAX_FAULTS} more` : ''
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`
  return new CommandFailure(cliExitCodes.refused, `${nameOf(file)} has ${count}, nothing was changed:${shown.join('')}${rest}`)
}

async function readText(terminal: Terminal, file: string): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of file === '-' ? terminal.stdin : (createReadStream(file) as AsyncIterable<Buffer>)) {
      bytes += piece.length
      if (bytes > MAX_BYTES) throw new Error(`it is over ${MAX_BYTES} bytes`)
      pieces.push(piece)
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch (error) {
    throw new CommandFailure(cliExitCodes.unreadable, `${nameOf(file)} can't be read (${reasonOf(error)})`)
  }
}

/** Names a file in messages. */
export function nameOf(file: string): string {
  return file === '-' ? 'stdin' : onOneLine(file)
}
