import { z } from 'zod'
import { MAX_LOAD_VALID_SECONDS } from '../../core/config/bounds.ts'
import { selectionOf } from '../../core/graphql-selection.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, readCount } from '../command.ts'
import { onOneLine } from '../terminal.ts'

const loadShape = z.strictObject({
  percent: z.number().nullable(),
  mbps: z.number().nullable(),
  at: z.string(),
  validUntil: z.string(),
})
const reportShape = z.strictObject({ load: loadShape })
type Report = z.infer<typeof reportShape>

export const loadReport = defineCommand({
  name: 'load report',
  synopsis: 'CDN --percent N | --mbps N [--valid SECONDS]',
  summary: 'tells how full a CDN is, in place of what was told before',
  help: `
Of a CDN with a capacity, for all nodes. One of the options is needed: percent of its capacity, or megabits a second where its
capacity has some. It counts for 30 s unless told. At most ten reports a second of each CDN, else the exit code is 75.
Needs the role operator.

  npx sluice load report second --percent 81.5
  npx sluice load report second --mbps 320000 --valid 60
`,
  operands: { min: 1, max: 1 },
  options: {
    percent: { type: 'string', value: 'N', help: 'percent of its capacity, 0 to 1000' },
    mbps: { type: 'string', value: 'N', help: 'megabits a second' },
    valid: { type: 'string', value: 'SECONDS', help: 'how long it counts, 1 to 3600; default: 30' },
  },
  shape: reportShape,
  async run({ operands: [cdn = ''], values, api, show }) {
    const percent = readLoad('--percent', values.percent)
    const mbps = readLoad('--mbps', values.mbps)
    const validSeconds = values.valid === undefined ? null : readCount('--valid', values.valid, 1, MAX_LOAD_VALID_SECONDS)
    const input = { cdn, percent, mbps, validSeconds }
    const { reportLoad } = await api.ask<{ readonly reportLoad: Report | UserError }>(mutation, { input })
    if ('code' in reportLoad) throw refusalOf(reportLoad)
    show(reportLoad, ({ load }) => {
      const told = load.percent === null ? `${load.mbps} Mbit/s` : `${load.percent} %`
      return onOneLine(`${cdn} is at ${told}, until ${load.validUntil}`).concat('\n')
    })
    return cliExitCodes.done
  },
})

/** Reads a decimal number; the service says which are allowed. */
function readLoad(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^\d{1,12}(?:\.\d{1,6})?$/.test(text)) return Number(text)
  throw new CommandFailure(cliExitCodes.usage, `${name}: received ${JSON.stringify(text)}, allowed is a number such as 81.5`)
}

const mutation = `mutation ReportLoad($input: ReportLoadInput!) {
  reportLoad(input: $input) {
    ... on ReportLoadSuccess ${selectionOf(reportShape)}
    ... on UserError { code message field }
  }
}`
