import { selectionOf } from '../../core/graphql-selection.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { onOneLine } from '../terminal.ts'
import { cdnHealthShape, describeProbe, type CdnHealth } from './health-shape.ts'

type Answer = { readonly checkNow: { readonly cdn: CdnHealth } | UserError }

export const check = defineCommand({
  name: 'check',
  synopsis: 'CDN',
  summary: 'probes a CDN now, and tells what came of it',
  help: `
The node probes the CDN as its health check says, over each address family that it has. The result counts as any other. The exit
code is 0 when the probe passed, 65 when it failed, and 75 when the CDN was probed like this less than a second ago.
Needs the role operator.

  npx sluice check second
`,
  operands: { min: 1, max: 1 },
  options: {},
  shape: cdnHealthShape,
  async run({ operands: [cdn = ''], api, show }) {
    const { checkNow } = await api.ask<Answer>(mutation, { cdn })
    if ('code' in checkNow) throw refusalOf(checkNow)
    show(checkNow.cdn, ({ key, lastProbe, health, reason }) =>
      onOneLine(`${key}: ${describeProbe(lastProbe)}; it is ${health}: ${reason}`).concat('\n'),
    )
    return checkNow.cdn.lastProbe?.outcome === 'PASSED' ? cliExitCodes.done : cliExitCodes.refused
  },
})

const mutation = `mutation CheckNow($cdn: String!) {
  checkNow(cdn: $cdn) {
    ... on CheckNowSuccess { cdn ${selectionOf(cdnHealthShape)} }
    ... on UserError { code message field }
  }
}`
