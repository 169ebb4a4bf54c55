import { z } from 'zod'
import type { AdminApi } from '../admin-api.ts'
import { findingsShape } from '../change/finding-shape.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, expectedRevisionOption, messageOption, readExpectedRevision } from '../command.ts'
import type { Paint, Terminal } from '../terminal.ts'
import { applyDocument, askLiveRevision, hasErrors, documentFailure, type Applied } from './apply-document.ts'
import { changesShape, plannedShape } from './change-shape.ts'
import { formatChanges } from './changes.ts'
import { formatDiscarded } from './discarded.ts'
import { formatOf, formatOption } from './document-format.ts'
import { readDocumentOrPlan, type PlanFile } from './documents.ts'
import { formatFindings } from './findings.ts'
import { formatPlan, makePlan, type Plan, type Proposal } from './make-plan.ts'

export const configApply = defineCommand({
  name: 'config apply',
  synopsis: 'FILE|PLAN.json [--expected-revision N] [--message TEXT] [--yes] [--format json|yaml]',
  summary: 'publishes the document in FILE, or a plan',
  help: `
Makes the whole document live as the next revision, and the working copy the same. Everything that the document leaves out
is removed. Pending changes go, too, and are shown with their authors. An unchanged document makes no revision.
Needs the role publisher.

A plan ("config plan FILE --out PLAN.json") is published exactly as it was made, as long as the same revision is live.
Otherwise it is refused with exit code 75 and both numbers.

For a plain FILE ("-": stdin) a terminal shows the plan and asks. Two options replace the question: --yes (publish,
whatever is live) and --expected-revision (publish if N is live). Outside of a terminal one of the two is needed.

  npx sluice config apply config.yaml
  npx sluice config apply plan.json --message 'second CDN'
  npx sluice config apply config.yaml --expected-revision 7 --message "$(git log -1 --format=%s)"
  npx sluice config apply - --yes < config.json
`,
  operands: { min: 1, max: 1 },
  options: {
    'expected-revision': expectedRevisionOption,
    message: messageOption,
    yes: { type: 'boolean', help: 'publishes without a question' },
    format: formatOption,
  },
  shape: z.strictObject({
    revision: z.int().nullable(),
    changes: plannedShape,
    warnings: findingsShape,
    discarded: changesShape,
  }),
  async run({ operands: [file = ''], values, api, terminal, isForPrograms, show }) {
    const told = readExpectedRevision(values['expected-revision'])
    const message = values.message ?? null
    const { document, liveRevision } = await readDocumentOrPlan(terminal, file, formatOf(file, values.format))
    const isAgreed = liveRevision !== undefined || values.yes === true || told !== null
    if (liveRevision !== undefined) await refuseMovedPlan(api, file, liveRevision, told)
    // The plan that is asked about is no part of an answer for programs.
    const write = (text: string): void => (isForPrograms ? terminal.complain(text) : terminal.print(text))
    const looked = isAgreed ? undefined : await askWhoSitsThere(api, terminal, { file, document, message }, write)
    if (looked?.changes.length === 0) {
      show({ revision: looked.live.number, changes: [], warnings: looked.findings, discarded: [] }, () => '')
      return cliExitCodes.done
    }
    const expectedRevision = liveRevision?.number ?? told ?? looked?.live.number ?? null
    const applied = await applyDocument(api, document, { message, expectedRevision, dryRun: false })
    const { revision, changes, findings: warnings, discarded } = applied
    if (hasErrors(warnings)) throw documentFailure(file, formatFindings(warnings, terminal.paint))
    show({ revision, changes, warnings, discarded }, () => describeApplied(applied, terminal.paint, looked !== undefined))
    return cliExitCodes.done
  },
})

/** Describes what was applied. After a question the changes have been shown already. */
function describeApplied({ revision, changes, findings, discarded }: Applied, paint: Paint, isShown: boolean): string {
  return [
    isShown ? '' : `${formatChanges(changes, paint)}${formatFindings(findings, paint)}`,
    formatDiscarded('Threw away', discarded),
    changes.length > 0 ? '' : 'Nothing changed. ',
    `Revision ${revision} is live.\n`,
  ].join('')
}

/** Refuses a plan when another revision is live. The same number with other content means another service. */
async function refuseMovedPlan(api: AdminApi, file: string, made: PlanFile['liveRevision'], told: number | null): Promise<void> {
  if (told !== null && told !== made.number)
    throw new CommandFailure(
      cliExitCodes.usage,
      `--expected-revision: received ${told}, but ${file} was made against revision ${made.number}; leave it out`,
    )
  const live = await askLiveRevision(api)
  if (live.number === made.number && live.sha256 === made.sha256) return
  const difference = live.number === made.number ? ' with other content: it is another service, or another store' : ''
  throw new CommandFailure(
    cliExitCodes.tryAgain,
    `${file} was made against revision ${made.number}, live is ${live.number}${difference}; nothing was changed, make the plan anew`,
  )
}

/** Shows the plan and asks, unless nothing would change. Resolves to the plan that was shown. */
async function askWhoSitsThere(
  api: AdminApi,
  terminal: Terminal,
  proposal: Proposal,
  write: (text: string) => void,
): Promise<Plan> {
  if (terminal.ask === undefined || proposal.file === '-')
    throw new CommandFailure(
      cliExitCodes.usage,
      'nobody can be asked here: give --expected-revision N with the revision that was looked at, a plan, or --yes',
    )
  const plan = await makePlan(api, terminal, proposal)
  write(formatPlan(plan, terminal))
  if (plan.changes.length === 0 || (await terminal.ask('Publish this?'))) return plan
  throw new CommandFailure(cliExitCodes.declined, 'nothing was changed')
}
