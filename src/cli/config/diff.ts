import type { AdminApi } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, readRevision } from '../command.ts'
import { changeSelection, countChanges, formatChanges, type Change } from './changes.ts'

export const configDiff = defineCommand({
  name: 'config diff',
  synopsis: '[FROM [TO]] [--json]',
  summary: 'tells what lies between two revisions, or what is pending',
  help: `
Without revisions: the changes of the working copy to the live revision, which "publish" would make live. With FROM: the
changes from this revision to the live one. With both: the changes from FROM to TO, which may be the older one.
One line for each object and field: + came, - went, ~ changed. Needs the role viewer.

  npx sluice config diff
  npx sluice config diff 7
  npx sluice config diff 7 5 --json
`,
  operands: { min: 0, max: 2 },
  options: { json: { type: 'boolean', help: 'a JSON list of changes, each with path, kind, before and after' } },
  async run({ operands: [from, to], values, api, terminal }) {
    const changes = await askChanges(api, from, to)
    if (values.json === true) terminal.print(`${JSON.stringify(changes, null, 2)}\n`)
    else terminal.print(`${formatChanges(changes, terminal.paint)}${countChanges(changes) ?? 'No difference'}.\n`)
    return cliExitCodes.done
  },
})

async function askChanges(api: AdminApi, from: string | undefined, to: string | undefined): Promise<readonly Change[]> {
  if (from === undefined) {
    const { pendingChanges } = await api.ask<{ readonly pendingChanges: readonly Change[] }>(
      `{ pendingChanges ${changeSelection} }`,
    )
    return pendingChanges
  }
  const first = readRevision('FROM', from)
  const second = to === undefined ? await askLiveNumber(api) : readRevision('TO', to)
  const query = `query Diff($from: Int!, $to: Int!) { diff(from: $from, to: $to) ${changeSelection} }`
  const { diff } = await api.ask<{ readonly diff: readonly Change[] }>(query, { from: first, to: second })
  return diff
}

async function askLiveNumber(api: AdminApi): Promise<number> {
  const { liveRevision } = await api.ask<{ readonly liveRevision: { readonly number: number } }>('{ liveRevision { number } }')
  return liveRevision.number
}
