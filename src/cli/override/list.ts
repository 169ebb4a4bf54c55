import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { formatTable } from '../table.ts'
import { overrideShape } from '../../core/override/override-shape.ts'

const listShape = z.array(overrideShape)
type Overrides = z.infer<typeof listShape>

export const overrideList = defineCommand({
  name: 'override list',
  synopsis: '',
  summary: 'shows what operators have set over the revision',
  help: `
NOTE tells of one without effect, since no such CDN is live, and of one that holds on this node alone, since it was set while
the store was away. Needs the role viewer.

  npx sluice override list
`,
  operands: { min: 0, max: 0 },
  options: {},
  shape: listShape,
  async run({ api, show }) {
    const { overrides } = await api.ask<{ readonly overrides: Overrides }>(`{ overrides ${selectionOf(listShape)} }`)
    show(overrides, (listed) => (listed.length === 0 ? 'No overrides: what the live revision says holds.\n' : format(listed)))
    return cliExitCodes.done
  },
})

function format(overrides: Overrides): string {
  return formatTable(
    ['OVERRIDE', 'CDN', 'VALUE', 'UNTIL', 'BY', 'REASON', 'NOTE'],
    overrides.map(({ kind, target, value, until, by, reason, inEffect, scope }) => [
      kind,
      target,
      value,
      until ?? 'lifted',
      by,
      reason,
      [inEffect ? '' : 'without effect', scope === 'NODE_ONLY' ? 'this node alone' : ''].filter(Boolean).join(', '),
    ]),
  )
}
