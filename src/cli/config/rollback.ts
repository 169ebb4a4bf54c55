import { z } from 'zod'
import { refusalOf, type UserError } from '../admin-api.ts'
import { findingsShape } from '../change/finding-shape.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, expectedRevisionOption, messageOption, readExpectedRevision, readRevision } from '../command.ts'
import { changesShape } from './change-shape.ts'
import { discardedSelection, formatDiscarded, type Discarded } from './discarded.ts'
import { findingSelection, formatFindings, type Finding } from './findings.ts'

export const configRollback = defineCommand({
  name: 'config rollback',
  synopsis: 'REVISION [--message TEXT] [--expected-revision N]',
  summary: 'makes the content of an earlier revision live again, as the next one',
  help: `
Acts at once, without a question: "config diff LIVE REVISION" shows the changes beforehand. The working copy becomes the
same, so pending changes are gone, and are shown with their authors. Makes no revision when the content is live already.
Needs the role publisher.

  npx sluice config history --first 5
  npx sluice config diff 8 7
  npx sluice config rollback 7 --expected-revision 8 --message 'the second CDN is down'
`,
  operands: { min: 1, max: 1 },
  options: { message: messageOption, 'expected-revision': expectedRevisionOption },
  shape: z.strictObject({ revision: z.int(), warnings: findingsShape, discarded: changesShape }),
  async run({ operands: [revision = ''], values, api, terminal, show }) {
    const input = {
      toRevision: readRevision('REVISION', revision),
      message: values.message ?? null,
      expectedRevision: readExpectedRevision(values['expected-revision']),
    }
    const { rollback } = await api.ask<Answer>(mutation, { input })
    if (rollback.revision === undefined) {
      const { code = '', message = '', field = null } = rollback
      throw refusalOf({ code, message, field })
    }
    const { warnings = [], discarded = [] } = rollback
    show({ revision: rollback.revision.number, warnings, discarded }, (answer) =>
      [
        formatFindings(warnings, terminal.paint),
        formatDiscarded('Threw away', discarded),
        `Revision ${answer.revision} is live, with the content of revision ${input.toRevision}.\n`,
      ].join(''),
    )
    return cliExitCodes.done
  },
})

type Answer = {
  readonly rollback: Partial<UserError> & {
    readonly revision?: { readonly number: number }
    readonly warnings?: readonly Finding[]
    readonly discarded?: readonly Discarded[]
  }
}

const mutation = `mutation Rollback($input: RollbackInput!) {
  rollback(input: $input) {
    ... on RollbackSuccess { revision { number } warnings ${findingSelection} discarded ${discardedSelection} }
    ... on UserError { code message field }
  }
}`
