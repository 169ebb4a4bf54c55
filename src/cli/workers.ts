import { z } from 'zod'
import { selectionOf } from '../core/graphql-selection.ts'
import { cliExitCodes } from './command-failure.ts'
import { defineCommand } from './command.ts'
import { formatTable } from './table.ts'

export const workerStates = ['STARTING', 'READY', 'DRAINING', 'REFUSED', 'LOST'] as const

export const workersShape = z.array(
  z.strictObject({
    id: z.string(),
    node: z.string(),
    pid: z.int(),
    state: z.enum(workerStates),
    revision: z.int().nullable(),
    lastSeenAt: z.string(),
    problem: z.string().nullable(),
  }),
)
export type Workers = z.infer<typeof workersShape>

const workersQuery = `{ workers ${selectionOf(workersShape)} }`

export const workers = defineCommand({
  name: 'workers',
  synopsis: '',
  summary: 'lists the redirect workers of the node, with the revision that each runs',
  help: `
Needs the role viewer.

  npx sluice workers
`,
  operands: { min: 0, max: 0 },
  options: {},
  shape: workersShape,
  async run({ api, show }) {
    show((await api.ask<{ readonly workers: Workers }>(workersQuery)).workers, (listed) =>
      formatTable(
        ['WORKER', 'NODE', 'PID', 'STATE', 'REVISION', 'LAST SEEN', 'PROBLEM'],
        listed.map(({ id, node, pid, state, revision, lastSeenAt, problem }) => [
          id,
          node,
          pid,
          state,
          revision,
          lastSeenAt,
          problem ?? '',
        ]),
      ),
    )
    return cliExitCodes.done
  },
})
