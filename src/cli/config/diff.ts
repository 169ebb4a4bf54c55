import type { AdminApi } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, readRevision } from '../command.ts'
import type { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { changesShape } from './change-shape.ts'
import { countChanges, formatChanges } from './changes.ts'

type Changes = z.infer<typeof changesShape>
const changeSelection = selectionOf(changesShape)

export const configDiff = defineCommand({
  name: 'config diff',
  synopsis: '[FROM [TO]]',
  summary: 'tells what lies between two revisions, or what is pending',
  help: `
Without revisions: the changes of the working copy to the live revision, which "publish" would make live. With FROM: the
changes from this revision to the live one. With both: the changes from FROM to TO, which may be the older one.
One line for each object and field: + came, - went, ~ changed, and by whom: of pending changes the last editor, of others the
publisher of the later revision. Needs the role viewer.

  npx sluice config diff
  npx sluice config diff 7
  npx sluice config diff 7 5 --json
`,
  operands: { min: 0, max: 2 },
  options: {},
  shape: changesShape,
  async run({ operands: [from, to], api, terminal, show }) {
    show(
      await askChanges(api, from, to),
      (changes) => `${formatChanges(changes, terminal.paint)}${countChanges(changes) ?? 'No difference'}.\n`,
    )
    return cliExitCodes.done
  },
})

async function askChanges(api: AdminApi, from: string | undefined, to: string | undefined): Promise<Changes> {
  if (from === undefined) {
    const { pendingChanges } = await api.ask<{ readonly pendingChanges: Changes }>(`{ pendingChanges ${changeSelection} }`)
    return pendingChanges
  }
  const first = readRevision('FROM', from)
  const second = to === undefined ? await askLiveNumber(api) : readRevision('TO', to)
  const query = `query Diff($from: Int!, $to: Int!) { diff(from: $from, to: $to) ${changeSelection} }`
  const { diff } = await api.ask<{ readonly diff: Changes }>(query, { from: first, to: second })
  return diff
}

async function askLiveNumber(api: AdminApi): Promise<number> {
  const { liveRevision } = await api.ask<{ readonly liveRevision: { readonly number: number } }>('{ liveRevision { number } }')
  return liveRevision.number
}
