import { z } from 'zod'
import { selectionOf } from '../graphql-selection.ts'
import type { WholeConfig } from './check-document.ts'
import { objectOf, strict } from './fields.ts'
import { isLater } from './model.ts'
import { declarationOf, listNames, lists } from './nouns.ts'
import { NEWEST_FORMAT_VERSION } from './revision.ts'
import { settingsFields } from './settings.ts'

// Schema of a whole configuration as a file. The published JSON Schema, the command line's GraphQL query and its own checks are
// derived from it. Only the service can tell whether the whole makes sense.

/** Parts that `applyConfig` takes. */
const parts = {
  ...Object.fromEntries(listNames.map((name) => [name, listForm(name)])),
  settings: objectOf(settingsFields),
}

const versionRange = `an integer from 1 to ${NEWEST_FORMAT_VERSION}`
const formatVersion = z
  .int(versionRange)
  .min(1, versionRange)
  .max(NEWEST_FORMAT_VERSION, versionRange)
  .meta({ description: ['version of this format', ...firstsOf(), versionRange].join('; ') })

export type ConfigDocument = WholeConfig & { readonly $schema?: string; readonly formatVersion: number }

export const configDocument = strict({
  $schema: z.string('text').meta({ description: 'for editors; ignored' }).exactOptional(),
  formatVersion,
  ...parts,
}).meta({
  title: 'Configuration of Sluice',
  description: 'The whole configuration that is live at one time. Applying a document deletes everything that it does not name.',
}) as unknown as z.ZodType<ConfigDocument> // the schema and the type are made of the same fields

/** JSON Schema 2020-12 of a document, for editors and other programs. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configDocument)
}

/** Selection set of a GraphQL query for a whole configuration, derived so that there is no second list of fields. */
export const configSelection = selectionOf(z.strictObject(parts))

function listForm(name: (typeof listNames)[number]) {
  const { fields, one, many, least, most } = lists[name]
  const list = z.array(objectOf(fields), 'a list')
  const bounded = least === 0 ? list : list.min(least, `at least one ${one}`)
  const whole = bounded.max(most, `at most ${most} ${many}`).meta({ description: 'in any order; each key once' })
  return isLater(name) ? whole.exactOptional() : whole
}

/** Says `2 is the first with a rateLimit` for each field and each list that a later format version added. */
function firstsOf(): readonly string[] {
  const ofLists = listNames.flatMap((name) => {
    const { since } = declarationOf(name)
    return since === undefined ? [] : [`${since} is the first with ${name}`]
  })
  const ofFields = [...listNames.map((name) => lists[name].fields), settingsFields].flatMap((fields) =>
    Object.entries(fields).flatMap(([name, field]) =>
      'since' in field && field.since !== undefined ? [`${field.since} is the first with a ${name}`] : [],
    ),
  )
  return [...ofFields, ...ofLists]
}
