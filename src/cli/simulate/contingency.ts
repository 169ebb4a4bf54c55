import { z } from 'zod'
import { MAX_CAPACITY } from '../../core/config/bounds.ts'
import { selectionOf } from '../../core/graphql-selection.ts'
import { defineCommand, readCount } from '../command.ts'
import { cliExitCodes } from '../command-failure.ts'
import { configToSend } from '../config/config-to-send.ts'
import { formatOf, formatOption } from '../config/document-format.ts'
import { readDocument } from '../config/documents.ts'
import { formatFacts, formatTable, type Cell } from '../table.ts'

const load = z.strictObject({
  key: z.string(),
  share: z.number(),
  requestsPerSecond: z.number().nullable(),
  capacity: z.int().nullable(),
  percent: z.number().nullable(),
  isOverloaded: z.boolean(),
})
const origin = load.omit({ share: true, capacity: true }).extend({ requestsPerSecond: z.number(), budget: z.number().nullable() })
const contingencyShape = z.strictObject({
  down: z.array(z.string()),
  basis: z.enum(['RECORDED', 'WEIGHTS']),
  requestsPerSecond: z.number().nullable(),
  missingWorkers: z.array(z.string()),
  lostShare: z.number(),
  cdns: z.array(load),
  originClusters: z.array(origin),
})
type Told = z.infer<typeof contingencyShape>

export const contingency = defineCommand({
  name: 'contingency',
  synopsis: '[FILE] [--failures N] [--requests-per-second N] [--format json|yaml]',
  summary: 'tells for each CDN what its failure would leave to the others',
  help: `
A row for each CDN of the document in FILE ("-": stdin) that may fail, the worst first: which CDN or origin cluster it leaves the
fullest, at how many requests a second of how many, and all that would be overloaded. Without FILE it is the working copy.
It goes by what this node recorded in the last hour, and else by weights. Nothing changes. Needs the role viewer.

"still gets" is the part of the requests that still goes to a CDN that has failed, since its pool may not let it out.

  npx sluice contingency
  npx sluice contingency --failures 2
  npx sluice contingency config.yaml --requests-per-second 20000
`,
  operands: { min: 0, max: 1 },
  options: {
    failures: { type: 'string', value: 'N', help: 'how many CDNs fail at once, 1 or 2; default: 1' },
    'requests-per-second': { type: 'string', value: 'N', help: 'valid requests of all nodes; default: as many as were recorded' },
    format: formatOption,
  },
  shape: z.array(contingencyShape),
  async run({ operands: [file], values, api, terminal, show }) {
    const { failures, 'requests-per-second': perSecond } = values
    const document = file === undefined ? undefined : await readDocument(terminal, file, formatOf(file, values.format))
    const input = {
      config: document === undefined ? null : configToSend(document),
      failures: failures === undefined ? null : readCount('--failures', failures, 1, 2),
      requestsPerSecond: perSecond === undefined ? null : readCount('--requests-per-second', perSecond, 1, MAX_CAPACITY),
    }
    const told = (await api.ask<{ readonly contingency: Told[] }>(query, { input })).contingency
    show(told, formatContingencies)
    return cliExitCodes.done
  },
})

const query = `query Contingency($input: ContingencyInput!) { contingency(input: $input) ${selectionOf(contingencyShape)} }`

const bases = {
  RECORDED: 'what the workers of this node recorded in the last hour',
  WEIGHTS: 'weights: too few requests were recorded, so each pool gets all of them',
} satisfies Readonly<Record<Told['basis'], string>>

function formatContingencies(told: readonly Told[]): string {
  const [first] = told
  if (first === undefined) return 'There are not as many CDNs in use.\n'
  const { basis, requestsPerSecond, missingWorkers } = first
  const facts = formatFacts([
    ['by', bases[basis]],
    ...(requestsPerSecond === null ? [] : [['requests', `${requestsPerSecond} a second`] as const]),
    ...(missingWorkers.length === 0 ? [] : [['no record of', missingWorkers.join(', ')] as const]),
  ])
  return `${facts}\n${formatTable(['DOWN', 'FULLEST', 'REQUESTS/S', 'OF', 'PERCENT', 'OVERLOADED', 'STILL GETS'], told.map(rowOf))}`
}

function rowOf({ down, cdns, originClusters, lostShare }: Told): readonly Cell[] {
  const all = [
    ...cdns.map((cdn) => ({ ...cdn, name: cdn.key, most: cdn.capacity })),
    ...originClusters.map((cluster) => ({ ...cluster, name: `origin of ${cluster.key}`, most: cluster.budget })),
  ]
  const fullest = all.toSorted((one, other) => (other.percent ?? -1) - (one.percent ?? -1))[0]
  const overloaded = all.filter(({ isOverloaded }) => isOverloaded).map(({ name }) => name)
  return [
    down.join(' + '),
    fullest?.name ?? null,
    fullest?.requestsPerSecond ?? null,
    fullest?.most ?? null,
    fullest?.percent ?? null,
    overloaded.length === 0 ? null : overloaded.join(', '),
    lostShare === 0 ? null : `${(lostShare * 100).toFixed(2)} %`,
  ]
}
