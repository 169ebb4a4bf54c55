import { z } from 'zod'
import { differenceReasons, type DifferenceReason } from '../../core/simulation/difference-reasons.ts'
import { formatFacts, formatTable } from '../table.ts'

const reasons = Object.keys(differenceReasons) as [DifferenceReason, ...DifferenceReason[]]

export const replayShape = z.strictObject({
  requests: z.int(),
  skipped: z.int(),
  untold: z.int(),
  agreeing: z.int(),
  targets: z.array(z.strictObject({ key: z.string(), there: z.int(), here: z.int() })),
  differences: z.array(
    z.strictObject({ from: z.string(), to: z.string(), reason: z.enum(reasons), requests: z.int(), firstLine: z.int() }),
  ),
})
export type Replayed = z.infer<typeof replayShape>

export function formatReplay({ requests, skipped, untold, agreeing, targets, differences }: Replayed): string {
  const compared = requests - untold
  const facts = formatFacts([
    ['requests', `${requests} (${skipped} lines are no redirect)`],
    ['agreement', `${agreeing} of ${compared}${compared === 0 ? '' : `, ${percent(agreeing, compared)}`}`],
    ...(untold === 0 ? [] : [['not compared', `${untold} redirects of which the log does not tell where they went`] as const]),
  ])
  const shares = targets.map(({ key, there, here }) => [key, there, percent(there, compared), here, percent(here, compared)])
  const rows = differences.map(({ from, to, reason, requests: count, firstLine }) => [count, from, to, reason, firstLine])
  const used = reasons.filter((reason) => differences.some((difference) => difference.reason === reason))
  return [
    facts,
    formatTable(['target', 'there', 'share', 'here', 'share'], shares),
    ...(differences.length === 0 ? [] : [formatTable(['requests', 'there', 'here', 'reason', 'first line'], rows)]),
    ...(used.length === 0 ? [] : [formatFacts(used.map((reason) => [reason, differenceReasons[reason]]))]),
  ].join('\n')
}

function percent(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (part * 100) / whole).toFixed(2)} %`
}
