import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { formatFindings } from '../config/findings.ts'
import { findingsShape } from './finding-shape.ts'

const reportShape = z.strictObject({ valid: z.boolean(), issues: findingsShape })

export const validate = defineCommand({
  name: 'validate',
  synopsis: '',
  summary: 'checks the working copy as a whole, and changes nothing',
  help: `
Tells everything that is wrong or odd at once, errors first. The exit code is 65 when "publish" would refuse it, else 0.
Needs the role viewer.

  npx sluice validate
`,
  operands: { min: 0, max: 0 },
  options: {},
  shape: reportShape,
  async run({ api, terminal, show }) {
    const answer = await api.ask<{ readonly validate: z.infer<typeof reportShape> }>(
      `mutation Validate { validate ${selectionOf(reportShape)} }`,
    )
    show(answer.validate, ({ valid, issues }) => {
      const verdict = valid ? 'It could be published.\n' : '"publish" would refuse it.\n'
      return `${formatFindings(issues, terminal.paint)}${verdict}`
    })
    return answer.validate.valid ? cliExitCodes.done : cliExitCodes.refused
  },
})
