import { readFile, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { isKnownFormat, NEWEST_FORMAT_VERSION } from '../core/config/revision.ts'
import { askAdminApi } from './admin-api.ts'
import { CommandFailure, cliExitCodes } from './command-failure.ts'

export type ImportOptions = {
  readonly message: string | null
  readonly expectedRevision: number | null
  readonly dryRun: boolean
}

const exportQuery = `{
  liveRevision {
    formatVersion
    config {
      cdns { key name baseUrl weight enabled }
      originClusters { key hostSuffix serverLabelPattern schemes ports }
      settings { ratio redirectStatus rateLimit { perAddress { perSecond burst } global { perSecond burst } } }
    }
  }
}`

const importMutation = `mutation Import($input: ApplyConfigInput!) {
  applyConfig(input: $input) {
    ... on ApplyConfigSuccess { revision { number } changes { path kind before after } }
    ... on UserError { code message }
  }
}`

/** As GraphQL gives it: what is off is null. */
type WithNulls = { readonly settings: { readonly rateLimit: object | null } }
type Exported = { readonly liveRevision: { readonly formatVersion: number; readonly config: WithNulls } }
type Change = { readonly path: string; readonly kind: string; readonly before: unknown; readonly after: unknown }
type Imported = {
  readonly applyConfig: {
    readonly revision?: { readonly number: number } | null
    readonly changes?: readonly Change[]
    readonly code?: string
    readonly message?: string
  }
}

/** The live configuration as a JSON document, to a file or as the output. Equal configurations are equal byte for byte. */
export async function exportConfig(file: string | undefined): Promise<string> {
  const { liveRevision } = await askAdminApi<Exported>(exportQuery)
  const { formatVersion, config } = liveRevision
  const { rateLimit, ...settings } = config.settings
  // Absent where it is off, as in the revision's own document.
  const limited = rateLimit === null ? settings : { ...settings, rateLimit: withoutNulls(rateLimit) }
  const document = `${JSON.stringify({ formatVersion, ...config, settings: limited }, null, 2)}\n`
  if (file === undefined) return document
  try {
    await writeFile(file, document)
  } catch (error) {
    throw new CommandFailure(cliExitCodes.unwritable, `${file} can't be written (${reasonOf(error)})`)
  }
  return ''
}

/** Publishes a document; the output tells what changed. */
export async function importConfig(file: string, options: ImportOptions): Promise<string> {
  const { formatVersion, ...config } = parseDocument(file, await readDocument(file))
  if (!isKnownFormat(formatVersion)) {
    const message = `${file}: received format version ${String(formatVersion)}, allowed is 1 to ${NEWEST_FORMAT_VERSION}; export it with a matching version of Sluice`
    throw new CommandFailure(cliExitCodes.refused, message)
  }
  const { applyConfig } = await askAdminApi<Imported>(importMutation, { input: { config, ...options } })
  if (applyConfig.changes === undefined)
    throw new CommandFailure(cliExitCodes.refused, `${applyConfig.code ?? ''}: ${applyConfig.message ?? ''}`)
  const outcome =
    applyConfig.revision == null ? 'nothing was changed: a dry run' : `revision ${applyConfig.revision.number} is live`
  return [...applyConfig.changes.map(describeChange), outcome, ''].join('\n')
}

function withoutNulls(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))
}

async function readDocument(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandFailure(cliExitCodes.unreadable, `${file} can't be read (${reasonOf(error)})`)
  }
}

/** Only that it is an object: what is in it the service checks. */
function parseDocument(file: string, document: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(document)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>
  } catch (error) {
    throw new CommandFailure(cliExitCodes.refused, `${file} is not JSON (${reasonOf(error)})`)
  }
  throw new CommandFailure(cliExitCodes.refused, `${file} is not a JSON object; export one to see the form`)
}

function describeChange({ path, kind, before, after }: Change): string {
  if (kind === 'CHANGED') return `~ ${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`
  return kind === 'ADDED' ? `+ ${path}: ${JSON.stringify(after)}` : `- ${path}`
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
