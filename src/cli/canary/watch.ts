import { selectionOf } from '../../core/graphql-selection.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, readRevision } from '../command.ts'
import { formatJson } from '../json.ts'
import { onOneLine } from '../terminal.ts'
import { canaryShape, describeCanary, type Canary } from './canary-shape.ts'

export const canaryWatch = defineCommand({
  name: 'canary watch',
  synopsis: '[REVISION]',
  summary: 'follows the canary until it goes on to all or is taken back',
  help: `
Prints a line when it begins and when it ends, with --json an object a line. Of a canary that has ended already it tells the end.
The exit code is 0 when it was promoted, 65 when it was taken back, and 130 when Ctrl-C came first. Needs the role viewer.

  npx sluice publish --canary 1 --for 3s && npx sluice canary watch
`,
  operands: { min: 0, max: 1 },
  options: {},
  shape: canaryShape,
  async run({ operands: [told], api, terminal, isForPrograms }) {
    const revision = told === undefined ? undefined : readRevision('REVISION', told)
    for await (const { canary } of api.follow<{ canary: Canary | null }>(subscription, {}, terminal.untilStopped())) {
      if (canary === null || canary.revision !== (revision ?? canary.revision))
        throw new CommandFailure(
          cliExitCodes.refused,
          `NOT_FOUND: the last canary is ${canary === null ? 'none' : canary.revision}`,
        )
      terminal.print(isForPrograms ? formatJson(canary, 0) : `${onOneLine(describeCanary(canary))}\n`)
      if (canary.state === 'PROMOTED') return cliExitCodes.done
      if (canary.state === 'TAKEN_BACK') return cliExitCodes.refused
    }
    return cliExitCodes.interrupted
  },
})

const subscription = `subscription Canary { canary: canaryChanged ${selectionOf(canaryShape)} }`
