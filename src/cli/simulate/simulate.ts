import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { moveReasons, type MoveReason } from '../../core/simulation/moves.ts'
import { undecidedReasons, type UndecidedReason } from '../../core/simulation/question.ts'
import type { AdminApi } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, readCount, readRevision } from '../command.ts'
import { configToSend } from '../config/config-to-send.ts'
import { formatOf, formatOption } from '../config/document-format.ts'
import { readDocument } from '../config/documents.ts'
import { formatFacts, formatTable } from '../table.ts'
import { readAssumptions } from './assumptions.ts'
import { formatReplay, replayShape } from './replay-shape.ts'

const count = z.strictObject({ requests: z.int(), share: z.number() })
const part = z.strictObject({ before: count, after: count, moved: z.int() })
const keyed = part.extend({ key: z.string() })
const simulationShape = z.strictObject({
  requests: z.int(),
  sample: z.int(),
  undecided: z.array(z.strictObject({ reason: z.enum(namesOf<UndecidedReason>(undecidedReasons)), requests: z.int() })),
  missingWorkers: z.array(z.string()),
  confidence: z.strictObject({ level: z.enum(['HIGH', 'MEDIUM', 'LOW']), marginPercent: z.number() }),
  origin: part,
  byCdn: z.array(keyed),
  byPool: z.array(keyed),
  byRule: z.array(keyed),
  reasons: z.array(z.strictObject({ reason: z.string(), before: count, after: count })),
  moved: z.strictObject({
    requests: z.int(),
    share: z.number(),
    netShare: z.number(),
    largest: z.array(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        reason: z.enum(namesOf<MoveReason>(moveReasons)),
        requests: z.int(),
      }),
    ),
  }),
})
type Simulated = z.infer<typeof simulationShape>

export const simulate = defineCommand({
  name: 'simulate',
  synopsis:
    '[FILE | --revision N | --working-copy] [--assume CDN=down,…] [--window SECONDS] [--log ACCESS_LOG] [--format json|yaml]',
  summary: 'tells what a configuration or a failing CDN would do to the traffic',
  help: `
Decides the requests that this node recorded by the live revision, and by the document in FILE ("-": stdin), and compares.
Without any configuration it is the live one, so that only --assume counts. Nothing changes. Needs the role viewer.

With --log it asks no service: it decides the requests of another redirector's access log by FILE, and tells where the two
differ and why. The log has the common or combined form, or a JSON object a line, and may be of any size. Where redirects
went is the field "location"; nginx writes it with a third text in quotes: "$sent_http_location". Countries are unknown
unless a JSON log has them, and signatures are left out.

  npx sluice simulate config.yaml
  npx sluice simulate --assume default=down
  npx sluice simulate config.yaml --assume default=95 --window 600
  npx sluice simulate config.yaml --log access.log
`,
  operands: { min: 0, max: 1 },
  options: {
    revision: { type: 'string', value: 'N', help: 'an earlier revision instead of FILE' },
    'working-copy': { type: 'boolean', help: 'the changes that are not published yet instead of FILE' },
    assume: { type: 'string', value: 'CDN=STATE,…', help: 'takes for granted that a CDN is down or up, or its load in percent' },
    window: { type: 'string', value: 'SECONDS', help: 'what was recorded in so many seconds, 1 to 3600; default: 3600' },
    log: { type: 'string', value: 'ACCESS_LOG', help: 'another redirector\'s log, to be decided by FILE; "-": stdin' },
    format: formatOption,
  },
  shape: z.union([simulationShape, replayShape]),
  async run({ operands: [file], values, api, terminal, clock, show }) {
    const { revision, 'working-copy': isWorkingCopy = false, log, window } = values
    const given = [file !== undefined, revision !== undefined, isWorkingCopy].filter(Boolean).length
    if (given > 1)
      throw new CommandFailure(cliExitCodes.usage, 'FILE, --revision and --working-copy exclude each other; give one')
    const assumptions = readAssumptions(values.assume)
    const document = file === undefined ? undefined : await readDocument(terminal, file, formatOf(file, values.format))
    if (log !== undefined) {
      if (file === undefined || document === undefined || window !== undefined)
        throw new CommandFailure(
          cliExitCodes.usage,
          '--log is decided by FILE, without --window; "config export" writes the live one',
        )
      const { replayLog } = await import('./replay-log.ts') // alone it needs all that decides requests
      const replayed = await replayLog({ terminal, clock, file, document, assumptions, log })
      show(replayed, () => formatReplay(replayed))
      return cliExitCodes.done
    }
    const simulated = await ask(api, {
      config: document === undefined ? null : configToSend(document),
      revision: revision === undefined ? null : readRevision('--revision', revision),
      workingCopy: isWorkingCopy,
      assume: assumptions.map((one) =>
        one.kind === 'LOAD' ? { cdn: one.cdn, load: one.percent } : { cdn: one.cdn, health: one.health },
      ),
      windowSeconds: window === undefined ? null : readCount('--window', window, 1, 3_600),
    })
    show(simulated, () => formatSimulation(simulated))
    return cliExitCodes.done
  },
})

async function ask(api: AdminApi, input: object): Promise<Simulated> {
  const query = `query Simulate($input: SimulateInput!) { simulate(input: $input) ${selectionOf(simulationShape)} }`
  return (await api.ask<{ readonly simulate: Simulated }>(query, { input })).simulate
}

function formatSimulation(simulated: Simulated): string {
  const { requests, sample, undecided, missingWorkers, confidence, origin, byCdn, byPool, byRule, moved } = simulated
  const facts = formatFacts([
    ['requests', `${requests}, by a sample of ${sample}`],
    ['confidence', `${confidence.level}: within ${confidence.marginPercent} points`],
    ['moved', `${moved.requests}, ${percent(moved.share)}; at least ${percent(moved.netShare)} has to`],
    ...undecided.map(({ reason, requests: left }) => ['left out', `${left}: ${undecidedReasons[reason]}`] as const),
    ...(missingWorkers.length === 0 ? [] : [['no record of', missingWorkers.join(', ')] as const]),
  ])
  const rows = [
    ...byCdn.map((one) => ['cdn', one.key, ...sharesOf(one)]),
    ['origin', '', ...sharesOf(origin)],
    ...byPool.map((one) => ['pool', one.key, ...sharesOf(one)]),
    ...byRule.map((one) => ['rule', one.key, ...sharesOf(one)]),
  ]
  const moves = moved.largest.map(({ from, to, reason, requests: some }) => [some, from, to, reason])
  return [
    facts,
    formatTable(['', 'key', 'before', 'after', 'moved'], rows),
    ...(moves.length === 0 ? [] : [formatTable(['requests', 'from', 'to', 'reason'], moves)]),
  ].join('\n')
}

function sharesOf({ before, after, moved }: z.infer<typeof part>): readonly [string, string, number] {
  return [percent(before.share), percent(after.share), moved]
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}

function namesOf<Name extends string>(meanings: Readonly<Record<Name, string>>): [Name, ...Name[]] {
  return Object.keys(meanings) as [Name, ...Name[]]
}
