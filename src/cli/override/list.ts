import { cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { describeShown, overrideFields, type ShownOverride } from './shown-override.ts'

export const overrideList = defineCommand({
  name: 'override list',
  synopsis: '[--json]',
  summary: 'shows what operators have set over the revision',
  help: `
One line each: effect, end, author and reason. Needs the role viewer.

  npm run --silent sluice -- override list
`,
  operands: { min: 0, max: 0 },
  options: { json: { type: 'boolean', help: 'a JSON list' } },
  async run({ values, api, terminal }) {
    const { overrides } = await api.ask<{ readonly overrides: readonly ShownOverride[] }>(`{ overrides { ${overrideFields} } }`)
    if (values.json === true) terminal.print(`${JSON.stringify(overrides, null, 2)}\n`)
    else if (overrides.length === 0) terminal.print('No overrides: what the live revision says holds.\n')
    else terminal.print(overrides.map((override) => `${describeShown(override)}\n`).join(''))
    return cliExitCodes.done
  },
})
