import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { countChanges, formatChanges } from '../config/changes.ts'
import { changesShape } from '../config/change-shape.ts'

const discardedShape = z.strictObject({ version: z.int(), discarded: changesShape })

type Pending = {
  readonly workingCopy: { readonly version: number }
  readonly pendingChanges: z.infer<typeof changesShape>
}
type Answer = {
  readonly discardChanges: UserError | { readonly workingCopy: { readonly version: number } }
}

const query = `{ workingCopy { version } pendingChanges ${selectionOf(changesShape)} }`
const mutation = `mutation Discard($version: Int!) {
  discardChanges(expectedVersion: $version) {
    ... on DiscardChangesSuccess { workingCopy { version } }
    ... on UserError { code message field }
  }
}`

export const discard = defineCommand({
  name: 'discard',
  synopsis: '[--yes]',
  summary: 'throws the pending changes of all editors away',
  help: `
The working copy is the live revision again. What is lost is shown first, with its editors. A terminal asks; elsewhere --yes is
needed. When somebody edits meanwhile, nothing is thrown away, with exit code 75. Needs the role editor.

  npx sluice discard --yes
`,
  operands: { min: 0, max: 0 },
  options: { yes: { type: 'boolean', help: 'throws away without a question' } },
  shape: discardedShape,
  async run({ values, api, terminal, isForPrograms, show }) {
    const { workingCopy, pendingChanges } = await api.ask<Pending>(query)
    const { version } = workingCopy
    if (pendingChanges.length === 0) {
      show({ version, discarded: [] }, () => 'Nothing is pending.\n')
      return cliExitCodes.done
    }
    if (values.yes !== true && terminal.ask === undefined)
      throw new CommandFailure(cliExitCodes.usage, 'nobody can be asked here: look with "config diff", then give --yes')
    if (!isForPrograms) terminal.print(formatChanges(pendingChanges, terminal.paint))
    if (values.yes !== true && (await terminal.ask?.('Throw this away?')) !== true)
      throw new CommandFailure(cliExitCodes.declined, 'nothing was changed')
    const { discardChanges } = await api.ask<Answer>(mutation, { version })
    if ('code' in discardChanges) throw refusalOf(discardChanges)
    show(
      { version: discardChanges.workingCopy.version, discarded: pendingChanges },
      ({ discarded }) => `Thrown away: ${countChanges(discarded)}. Nothing is pending.\n`,
    )
    return cliExitCodes.done
  },
})
