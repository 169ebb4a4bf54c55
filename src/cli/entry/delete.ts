import { z } from 'zod'
import { refusalOf, type UserError } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, expectedVersionOption, readExpectedVersion, type Command } from '../command.ts'
import { onOneLine } from '../terminal.ts'
import { toPublish } from './entry-text.ts'
import { nouns, type Noun } from './nouns.ts'

export const deleteCommands: readonly Command[] = nouns.map((noun) =>
  defineCommand({
    name: `${noun.word} delete`,
    synopsis: 'KEY [--expected-version N]',
    summary: `deletes the ${noun.one} KEY from the working copy`,
    help: `
Nothing goes live before "publish"; "discard" takes it back until then. Needs the role editor.

  npx sluice ${noun.word} delete ${noun.example.key}
`,
    operands: { min: 1, max: 1 },
    options: { 'expected-version': expectedVersionOption },
    shape: z.strictObject({ key: z.string() }),
    async run({ operands: [key = ''], values, api, show }) {
      const expectedVersion = readExpectedVersion(values['expected-version'])
      const { deleted } = await api.ask<{ readonly deleted: UserError | { readonly key: string } }>(mutationFor(noun), {
        key,
        expectedVersion,
      })
      if ('code' in deleted) throw refusalOf(deleted)
      show({ key: deleted.key }, () => `The ${noun.one} ${onOneLine(key)} is gone. ${toPublish}`)
      return cliExitCodes.done
    },
  }),
)

function mutationFor({ type }: Noun): string {
  return `mutation Delete($key: String!, $expectedVersion: Int) {
  deleted: delete${type}(key: $key, expectedVersion: $expectedVersion) {
    ... on Delete${type}Success { key }
    ... on UserError { code message field }
  }
}`
}
