import { selectionOf } from '../core/graphql-selection.ts'
import { cliExitCodes } from './command-failure.ts'
import { defineCommand, readCount } from './command.ts'
import { formatJson } from './json.ts'
import { widthOf } from './table.ts'
import { onOneLine } from './terminal.ts'
import { formatPercent, sharesOf, trafficShape, type Traffic } from './traffic.ts'

export const watch = defineCommand({
  name: 'watch',
  synopsis: '[--interval SECONDS] [--ticks N]',
  summary: 'shows the live shares of origin and CDNs, again and again',
  help: `
Bars on a terminal, redrawn in place; elsewhere a line for each interval, with --json an object a line. Ctrl-C ends it, with exit
code 0. A lost connection is opened again, five times in a row at most. Workers report once a second: the shorter the interval,
the less even are the numbers. Needs the role viewer.

  npx sluice watch --interval 2 --ticks 3
  npx sluice watch --ticks 1 --json
`,
  operands: { min: 0, max: 0 },
  options: {
    interval: { type: 'string', value: 'SECONDS', help: 'window and pause, 1 to 3600; default 5' },
    ticks: { type: 'string', value: 'N', help: 'ends after N of them; default: goes on' },
  },
  shape: trafficShape,
  async run({ values, api, terminal, clock, isForPrograms }) {
    const interval = readCount('--interval', values.interval ?? '5', 1, 3_600)
    const ticks = values.ticks === undefined ? Number.POSITIVE_INFINITY : readCount('--ticks', values.ticks, 1, 1_000_000)
    let seen = 0
    let drawnLines = 0
    for await (const { traffic } of api.follow<{ traffic: Traffic }>(subscription, { interval }, terminal.untilStopped())) {
      const columns = terminal.columns()
      if (isForPrograms) terminal.print(formatJson(traffic, 0))
      else if (columns === undefined) terminal.print(formatLine(clock.nowIso(), traffic))
      else {
        const bars = formatBars(traffic, columns)
        terminal.print(`${drawnLines === 0 ? '' : `\u001b[${drawnLines}A\u001b[J`}${bars}`)
        drawnLines = bars.split('\n').length - 1
      }
      seen += 1
      if (seen >= ticks) break
    }
    return cliExitCodes.done
  },
})

const subscription = `subscription Traffic($interval: Int!) { traffic: trafficTick(intervalSeconds: $interval) ${selectionOf(trafficShape)} }`

/** Most destinations that have a bar, so that a screen holds them: those with the largest parts. */
const MAX_BARS = 20

/** Formats a line for each tick, for logs. */
function formatLine(nowIso: string, traffic: Traffic): string {
  const shares = sharesOf(traffic).map(({ name, share }) => `${onOneLine(name)} ${formatPercent(share)}`)
  return `${nowIso} ${traffic.requests} requests, ${traffic.refused} refused: ${shares.join(', ')}\n`
}

/** Formats a bar for each destination, as wide as the terminal allows. */
export function formatBars(traffic: Traffic, columns: number): string {
  const wanted = new Map(traffic.byCdn.map(({ key, wantedShare }) => [key, wantedShare]))
  const all = sharesOf(traffic)
  const largest = new Set(all.toSorted((a, b) => b.share - a.share).slice(0, MAX_BARS))
  const shown = all.filter((each) => largest.has(each))
  const nameWidth = Math.max(...shown.map(({ name }) => widthOf(name)))
  const barWidth = Math.max(5, Math.min(60, columns - nameWidth - 44))
  const bars = shown.map(({ name, requests, share }) => {
    const filled = Math.round(share * barWidth)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`
    const aim = wanted.get(name)
    const told = aim == null ? '' : `  of CDNs wanted ${formatPercent(aim)}`
    return `${name.padEnd(nameWidth)} ${bar} ${formatPercent(share).padStart(7)} ${String(requests).padStart(7)}${told}`
  })
  const rest = all.length > shown.length ? [`and ${all.length - shown.length} more`] : []
  const head = `${traffic.requests} requests in ${traffic.windowSeconds} s, ${traffic.refused} refused`
  return [head, ...bars, ...rest].map((line) => `${line.slice(0, columns - 1)}\n`).join('')
}
