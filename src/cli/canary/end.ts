import { selectionOf } from '../../core/graphql-selection.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, messageOption, readRevision, type Call, type Command } from '../command.ts'
import { onOneLine } from '../terminal.ts'
import { canaryShape, describeCanary, type Canary } from './canary-shape.ts'

type Answer = { readonly endCanary: UserError | { readonly canary: Canary } }

const ways = [
  { word: 'promote', outcome: 'PROMOTE', summary: 'lets the canary go on to all workers now' },
  { word: 'take-back', outcome: 'TAKE_BACK', summary: 'takes the canary back: its workers run the live revision again' },
] as const

export const endCanaryCommands: readonly Command[] = ways.map(({ word, outcome, summary }) =>
  defineCommand({
    name: `canary ${word}`,
    synopsis: '[REVISION] [--message TEXT]',
    summary,
    help: `
Ends the canary that runs, before its time; with REVISION only when it is that one. Needs the role publisher.

  npx sluice canary ${word} --message 'seen enough'
`,
    operands: { min: 0, max: 1 },
    options: { message: messageOption },
    shape: canaryShape,
    async run({ operands: [told], values, api, show }) {
      const revision = told === undefined ? await askRunning(api) : readRevision('REVISION', told)
      const { endCanary } = await api.ask<Answer>(mutation, { input: { revision, outcome, message: values.message ?? null } })
      if ('code' in endCanary) throw refusalOf(endCanary)
      show(endCanary.canary, (canary) => `${onOneLine(describeCanary(canary))}\n`)
      return cliExitCodes.done
    },
  }),
)

async function askRunning(api: Call['api']): Promise<number> {
  const { canary } = await api.ask<{ readonly canary: Canary | null }>(`{ canary ${selectionOf(canaryShape)} }`)
  if (canary?.state === 'RUNNING') return canary.revision
  throw new CommandFailure(cliExitCodes.refused, 'CANARY_NOT_RUNNING: no canary runs')
}

const mutation = `mutation EndCanary($input: EndCanaryInput!) {
  endCanary(input: $input) {
    ... on EndCanarySuccess { canary ${selectionOf(canaryShape)} }
    ... on UserError { code message field }
  }
}`
