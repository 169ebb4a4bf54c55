import { selectionOf } from '../../core/graphql-selection.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, expectedVersionOption, readExpectedVersion, type Command } from '../command.ts'
import { toDocumentForm } from '../config/document-form.ts'
import { formatEntries, toPublish } from './entry-text.ts'
import { optionsFor, readEdit, synopsisOf } from './field-options.ts'
import { nouns, type Entry, type Noun } from './nouns.ts'

type Answer = { readonly upsert: Partial<UserError> & { readonly entry?: Entry } }

export const setCommands: readonly Command[] = nouns.map((noun) =>
  defineCommand({
    name: `${noun.word} set`,
    synopsis: `KEY ${synopsisOf(noun.fields)} [--expected-version N]`,
    summary: `makes or changes the ${noun.one} KEY of the working copy`,
    help: `
A field that is not given keeps its value; a new ${noun.one} gets its default. Nothing goes live before "publish".
Needs the role editor.

  npx sluice ${noun.word} set ${noun.example.key} ${noun.example.set}
  npx sluice ${noun.word} set ${noun.example.key} ${noun.example.change}
`,
    operands: { min: 1, max: 1 },
    options: { ...optionsFor(noun.fields), 'expected-version': expectedVersionOption },
    shape: noun.shape,
    async run({ operands: [key = ''], values, api, show }) {
      const expectedVersion = readExpectedVersion(values['expected-version'])
      const input = { key, ...readEdit(noun.fields, values), expectedVersion }
      const { upsert } = await api.ask<Answer>(mutationFor(noun), { input })
      if (upsert.entry === undefined) {
        const { code = '', message = '', field = null } = upsert
        throw refusalOf({ code, message, field })
      }
      show(toDocumentForm(noun.fields, upsert.entry) as Entry, (entry) => `${formatEntries(noun.fields, [entry])}${toPublish}`)
      return cliExitCodes.done
    },
  }),
)

function mutationFor({ type, field, shape }: Noun): string {
  return `mutation Set($input: ${type}Input!) {
  upsert: upsert${type}(input: $input) {
    ... on Upsert${type}Success { entry: ${field} ${selectionOf(shape)} }
    ... on UserError { code message field }
  }
}`
}
