import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, type Command } from '../command.ts'
import { toDocumentForm } from '../config/document-form.ts'
import { formatEntries } from './entry-text.ts'
import { nouns, type Entry, type Noun } from './nouns.ts'

type Answer = {
  readonly asked: { readonly config: Readonly<Record<string, readonly object[]>> }
  readonly pendingChanges?: readonly { readonly path: string }[]
}

export const listCommands: readonly Command[] = nouns.map((noun) =>
  defineCommand({
    name: `${noun.word} list`,
    synopsis: '[--live]',
    summary: `lists the ${noun.many} of the working copy, or of the live revision`,
    help: `
Shows every field. "config diff" tells in what the working copy differs from the live revision. Needs the role viewer.

  npx sluice ${noun.word} list
  npx sluice ${noun.word} list --live --json
`,
    operands: { min: 0, max: 0 },
    options: { live: { type: 'boolean', help: 'those of the live revision, which players get' } },
    shape: z.array(noun.shape),
    async run({ values, api, show }) {
      const { asked, pendingChanges = [] } = await api.ask<Answer>(queryFor(noun, values.live === true))
      const entries = (asked.config[noun.list] ?? []).map((entry) => toDocumentForm(noun.fields, entry) as Entry)
      const pending = pendingChanges.filter(({ path }) => path.startsWith(`${noun.list}.`)).length
      const note = pending === 0 ? '' : `${pending} of this is pending; "sluice config diff" shows it.\n`
      show(entries, (listed) => `${formatEntries(noun.fields, listed)}${note}`)
      return cliExitCodes.done
    },
  }),
)

function queryFor({ list, shape }: Noun, isLive: boolean): string {
  const config = `config { ${list} ${selectionOf(shape)} }`
  return isLive ? `{ asked: liveRevision { ${config} } }` : `{ asked: workingCopy { ${config} } pendingChanges { path } }`
}
