import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import {
  defineCommand,
  expectedRevisionOption,
  expectedVersionOption,
  messageOption,
  readCount,
  readExpectedRevision,
  readExpectedVersion,
} from '../command.ts'
import { countChanges, formatChanges } from '../config/changes.ts'
import { changesShape } from '../config/change-shape.ts'
import { formatFindings, type Finding } from '../config/findings.ts'
import type { Paint } from '../terminal.ts'
import { canaryOptions, readCanary } from './canary-options.ts'
import { findingsShape } from './finding-shape.ts'
import { formatReceipts, isTaken, receiptsShape } from './receipts.ts'

const publishedShape = z.strictObject({
  revision: z.strictObject({
    number: z.int(),
    canary: z.strictObject({ state: z.string(), workers: z.int(), seconds: z.int() }).nullable(),
  }),
  changes: changesShape,
  warnings: findingsShape,
  workers: receiptsShape,
})
type Published = z.infer<typeof publishedShape>
type Answer = { readonly publish: Published | (UserError & { readonly issues?: readonly Finding[] }) }

const mutation = `mutation Publish($input: PublishInput!) {
  publish(input: $input) {
    ... on PublishSuccess ${selectionOf(publishedShape)}
    ... on UserError { code message field }
    ... on InvalidInput { issues ${selectionOf(findingsShape)} }
  }
}`

export const publish = defineCommand({
  name: 'publish',
  synopsis:
    '[--message TEXT] [--wait SECONDS] [--canary N|N% --for TIME [--max-refused RATIO] [--too-few promote|take-back]] [--refuse-warnings] [--expected-revision N] [--expected-version N]',
  summary: 'makes the working copy live as the next revision',
  help: `
Acts at once, without a question: "config diff" shows the changes beforehand. Tells what went live and who had edited it, what
validation warns of, and with --wait how far each worker of the node is: exit code 75 when one of them does not run it by then.

With --canary a few workers run it first. "canary watch" follows it, and ends when it goes on to all or is taken back: also
when under 20 requests came, unless --too-few promote. Needs the role publisher.

  npx sluice publish --message 'second CDN' --wait 10
  npx sluice publish --canary 1 --for 5s && npx sluice canary watch
`,
  operands: { min: 0, max: 0 },
  options: {
    message: messageOption,
    wait: { type: 'string', value: 'SECONDS', help: 'waits for the workers of the node, 0 to 25' },
    ...canaryOptions,
    'refuse-warnings': { type: 'boolean', help: 'refuses a warning that the live revision does not have' },
    'expected-revision': expectedRevisionOption,
    'expected-version': expectedVersionOption,
  },
  shape: publishedShape,
  async run({ values, api, terminal, show }) {
    const wait = values.wait === undefined ? null : readCount('--wait', values.wait, 0, 25)
    const input = {
      message: values.message ?? null,
      expectedRevision: readExpectedRevision(values['expected-revision']),
      expectedVersion: readExpectedVersion(values['expected-version']),
      acknowledgeWarnings: values['refuse-warnings'] !== true,
      waitForWorkersSeconds: wait,
      canary: readCanary(values),
    }
    const { publish: answer } = await api.ask<Answer>(mutation, { input })
    if ('code' in answer) throw refusal(answer, terminal.paint)
    const taken = isTaken(answer.workers, answer.revision.canary)
    show(answer, (published) => describePublished(published, terminal.paint, wait !== null || !taken))
    return taken || wait === null ? cliExitCodes.done : cliExitCodes.tryAgain
  },
})

function refusal(error: UserError & { readonly issues?: readonly Finding[] }, paint: Paint): CommandFailure {
  const failure = refusalOf(error)
  if (failure.exitCode !== cliExitCodes.refused || (error.issues ?? []).length < 2) return failure
  return new CommandFailure(failure.exitCode, `nothing was published:\n${formatFindings(error.issues ?? [], paint).trimEnd()}`)
}

function describePublished({ revision, changes, warnings, workers }: Published, paint: Paint, isReceipt: boolean): string {
  const { number, canary } = revision
  const outcome =
    countChanges(changes) === undefined
      ? `Nothing was pending. Revision ${number} is live.\n`
      : canary?.state === 'RUNNING'
        ? `Revision ${number} runs on ${canary.workers} worker${canary.workers === 1 ? '' : 's'} for ${canary.seconds} s; "sluice canary watch" follows it.\n`
        : `Revision ${number} is live.\n`
  return [formatChanges(changes, paint), formatFindings(warnings, paint), outcome, isReceipt ? formatReceipts(workers) : ''].join(
    '',
  )
}
