import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, readCount } from '../command.ts'
import { describeAge } from '../duration.ts'
import { formatTable } from '../table.ts'
import { onOneLine } from '../terminal.ts'
import { cdnHealthShape, describeProbe } from './health-shape.ts'
import { healthEventShape, watchHealth } from './watch.ts'

const status = z.enum(['OK', 'DEGRADED', 'DOWN'])
const reportShape = z.strictObject({
  status,
  dependencies: z.array(z.strictObject({ name: z.string(), status, latencyMs: z.number().nullable(), message: z.string() })),
  cdns: z.array(cdnHealthShape),
})
type Report = z.infer<typeof reportShape>

export const health = defineCommand({
  name: 'health',
  synopsis: '[--watch [--changes N]]',
  summary: 'shows how each CDN is by its checks, and what else wants attention',
  help: `
A row for each CDN of the live revision: what operators and its checks say of it, since when and why, and the last probe by
this node. The exit code is 0 when the node serves players, whatever the CDNs are, and 69 when it is DOWN.
With --watch it is a line for each CDN, then one for each change of health or admin state, with --json an object a line. Ctrl-C
ends that, with exit code 0. A lost connection is opened again, five times in a row at most. Needs the role viewer.

  npx sluice health
  npx sluice health --json
  npx sluice health --watch --changes 1
`,
  operands: { min: 0, max: 0 },
  options: {
    watch: { type: 'boolean', help: 'follows the changes' },
    changes: { type: 'string', value: 'N', help: 'with --watch: ends after N lines; default: goes on' },
  },
  shape: z.union([reportShape, healthEventShape]),
  async run({ values, api, clock, terminal, isForPrograms, show }) {
    if (values.watch === true) {
      const most = values.changes === undefined ? Number.POSITIVE_INFINITY : readCount('--changes', values.changes, 1, 1_000_000)
      await watchHealth({ api, terminal, isForPrograms }, most)
      return cliExitCodes.done
    }
    if (values.changes !== undefined) throw new CommandFailure(cliExitCodes.usage, '--changes goes with --watch')
    const { health: report } = await api.ask<{ readonly health: Report }>(`{ health ${selectionOf(reportShape)} }`)
    show(report, () => describeReport(report, clock.nowEpochMs()))
    return report.status === 'DOWN' ? cliExitCodes.unreachable : cliExitCodes.done
  },
})

function describeReport({ status: state, dependencies, cdns }: Report, nowEpochMs: number): string {
  const faults = dependencies.filter((each) => each.status !== 'OK')
  const lines = faults.map(({ name, status: is, message }) => `${name} is ${is}: ${onOneLine(message)}\n`)
  const rows = cdns.map(({ key, adminState, health: is, since, lastProbe, reason }) => [
    key,
    adminState,
    is,
    since === null ? null : describeAge(since, nowEpochMs),
    describeProbe(lastProbe),
    reason,
  ])
  return `${state}\n${lines.join('')}${formatTable(['CDN', 'ADMIN STATE', 'HEALTH', 'SINCE', 'LAST PROBE', 'REASON'], rows)}`
}
