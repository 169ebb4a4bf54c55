import type { ConfigDocument } from '../../core/config/document.ts'
import { configSelection } from '../../core/config/document.ts'
import { formatVersionOf, isKnownFormat, NEWEST_FORMAT_VERSION } from '../../core/config/revision.ts'
import { configOf, entriesOf, type RoutingConfig } from '../../core/config/model.ts'
import { lists } from '../../core/config/nouns.ts'
import { settingsFields, type Settings } from '../../core/config/settings.ts'
import type { AdminApi } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, readRevision } from '../command.ts'
import { toDocumentForm } from './document-form.ts'
import { formatOf, formatOption } from './document-format.ts'
import { writeText } from './documents.ts'

export const configExport = defineCommand({
  name: 'config export',
  synopsis: '[FILE] [--revision N | --working-copy] [--format json|yaml]',
  summary: 'writes the live configuration to FILE, or to stdout',
  help: `
Writes JSON, or YAML when FILE ends in .yaml or .yml. Lists are in the order of their keys and fields in one order: equal
configurations are equal byte for byte, so the file can be kept in version control. Needs the role viewer.

  npx sluice config export config.yaml
  npx sluice config export --format yaml
  npx sluice config export before.json --revision 7
  npx sluice config export --working-copy | diff config.json -
`,
  operands: { min: 0, max: 1 },
  options: {
    revision: { type: 'string', value: 'N', help: 'an earlier revision instead of the live one' },
    'working-copy': { type: 'boolean', help: 'includes the changes that are not published yet' },
    format: formatOption,
  },
  async run({ operands: [file], values, api, terminal }) {
    const { revision, 'working-copy': isWorkingCopy = false } = values
    if (revision !== undefined && isWorkingCopy)
      throw new CommandFailure(cliExitCodes.usage, '--revision and --working-copy are two things; give one')
    const format = formatOf(file, values.format)
    const number = revision === undefined ? undefined : readRevision('--revision', revision)
    const { formatDocument } = await import('./document-text.ts')
    const text = formatDocument(await askDocument(api, number, isWorkingCopy), format)
    if (file === undefined || file === '-') terminal.print(text)
    else await writeText(file, text)
    return cliExitCodes.done
  },
})

/** Configuration by GraphQL, where a switched-off field is null. */
type Asked = { readonly number?: number; readonly formatVersion?: number; readonly config: RoutingConfig }

async function askDocument(api: AdminApi, number: number | undefined, isWorkingCopy: boolean): Promise<ConfigDocument> {
  const { asked } = await (isWorkingCopy
    ? api.ask<{ asked: Asked }>(`{ asked: workingCopy { config ${configSelection} } }`)
    : number === undefined
      ? api.ask<{ asked: Asked }>(`{ asked: liveRevision { number formatVersion config ${configSelection} } }`)
      : api.ask<{ asked: Asked | null }>(
          `query Revision($number: Int!) { asked: revision(number: $number) { number formatVersion config ${configSelection} } }`,
          { number },
        ))
  if (asked === null)
    throw new CommandFailure(
      cliExitCodes.refused,
      `--revision: received ${number}, allowed is an existing revision; "config history" lists them`,
    )
  const config = dropNulls(asked.config)
  const formatVersion = asked.formatVersion ?? formatVersionOf(config)
  // This program would leave out unknown fields.
  if (!isKnownFormat(formatVersion))
    throw new CommandFailure(
      cliExitCodes.refused,
      `revision ${asked.number} has format version ${formatVersion}, this program knows 1 to ${NEWEST_FORMAT_VERSION}; use the command line of a newer Sluice`,
    )
  return { formatVersion, ...config }
}

/** Drops the nulls of fields that are off, and the fallbacks of later formats: the revision's own document lacks both. */
function dropNulls(config: RoutingConfig): RoutingConfig {
  return configOf(
    (name) => entriesOf(config, name).map((entry) => toDocumentForm(lists[name].fields, entry)),
    toDocumentForm(settingsFields, config.settings) as Settings,
  )
}
