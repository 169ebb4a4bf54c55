import { z } from 'zod'
import { findingsShape } from '../change/finding-shape.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { changesShape, plannedShape } from './change-shape.ts'
import { formatOf, formatOption } from './document-format.ts'
import { readDocument, writeText, type PlanFile } from './documents.ts'
import { formatPlan, makePlan } from './make-plan.ts'

/** Most discarded edits in a plan: it has to stay within the size of a document. */
const MOST_DISCARDED = 100

export const configPlan = defineCommand({
  name: 'config plan',
  synopsis: 'FILE [--out PLAN.json] [--format json|yaml]',
  summary: 'tells what applying FILE would change, and changes nothing',
  help: `
Checks the document in FILE ("-": stdin) as "config apply" would, and compares it with the live revision. Prints one line
for each object and field: + comes, - goes, ~ changes. Then come the findings of validation and the live revision. Lists go
by their keys, in any order. Pending edits of others that would go are shown with their authors. Needs the role publisher.

The exit code is 2 when something would change, else 0, so that a pipeline can tell them apart.

--out writes the document together with the revision that it was compared with. "config apply PLAN.json" then publishes
exactly this document, or refuses when another revision is live by then.

  npx sluice config plan config.yaml
  npx sluice config plan config.yaml --out plan.json
  generate-config | npx sluice config plan - --format yaml
`,
  operands: { min: 1, max: 1 },
  options: {
    out: { type: 'string', value: 'PLAN.json', help: 'writes the plan, for "config apply"' },
    format: formatOption,
  },
  shape: z.strictObject({ liveRevision: z.int(), changes: plannedShape, warnings: findingsShape, discarded: changesShape }),
  async run({ operands: [file = ''], values, api, terminal, show }) {
    const document = await readDocument(terminal, file, formatOf(file, values.format))
    const plan = await makePlan(api, terminal, { file, document, message: null })
    if (values.out !== undefined) {
      const { number, sha256 } = plan.live
      const { formatDocument } = await import('./document-text.ts')
      const sorted = JSON.parse(formatDocument(document, 'json')) as PlanFile['document']
      const discarded = plan.discarded.slice(0, MOST_DISCARDED)
      const planFile: PlanFile = { sluicePlan: 1, liveRevision: { number, sha256 }, discarded, document: sorted }
      await writeText(values.out, `${JSON.stringify(planFile, null, 2)}\n`)
    }
    const { live, changes, findings: warnings, discarded } = plan
    show({ liveRevision: live.number, changes, warnings, discarded }, () => formatPlan(plan, terminal))
    return plan.changes.length === 0 ? cliExitCodes.done : cliExitCodes.changes
  },
})
