import { cpus } from 'node:os'
import { format, type Verdict } from '../judge/verdict.ts'
import type { Times } from '../measures.ts'
import type { Result } from '../run.ts'
import type { Sample } from '../sampling/sampler.ts'
import { kindNames, kinds, type Kind } from '../scenario.ts'
import { escapeHtml, renderPlot, type Plot, type Series } from './plot.ts'
import { style } from './style.ts'

const stateNames: Readonly<Record<Verdict['state'], string>> = { HOLDS: 'holds', CROSSED: 'crossed', UNDECIDED: 'undecided' }

/** The result as one HTML file, which loads nothing. */
export function renderReport(result: Result): string {
  const { scenario, verdicts, failures, retries, isInterrupted } = result
  const crossed = verdicts.filter(({ state }) => state === 'CROSSED').length
  const undecided = verdicts.filter(({ state }) => state === 'UNDECIDED').length
  const sum =
    crossed > 0 ? `${crossed} of ${verdicts.length} thresholds crossed` : `${verdicts.length - undecided} thresholds hold`
  const state = crossed > 0 ? 'CROSSED' : undecided > 0 ? 'UNDECIDED' : 'HOLDS'
  const notes = [undecided > 0 && `${undecided} undecided`, isInterrupted && 'interrupted'].filter((note) => note !== false)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Load: ${escapeHtml(scenario)}</title>
<style>${style}</style>
</head>
<body>
<h1>Load: ${escapeHtml(scenario)}</h1>
<p class="state ${state}">${[sum, ...notes].join(', ')}</p>
<p class="soft">${escapeHtml(describeRun(result))}</p>
<h2>Thresholds</h2>
${renderVerdicts(verdicts)}
<h2>Times</h2>
${renderTimes(result)}
${renderFailures(failures)}
${retries === 0 ? '' : `<p>${retries} redirects were asked for again: their connection was closed while it was idle.</p>`}
<h2>Second by second</h2>
<div class="plots">
${plotsOf(result.samples).map(renderPlot).filter(Boolean).join('\n')}
</div>
</body>
</html>
`
}

function describeRun({ startedAt, seconds, group, load }: Result): string {
  const [cpu] = cpus()
  const place = group.isOwn
    ? `a group of its own with ${group.workers} redirect worker${group.workers === 1 ? '' : 's'}`
    : group.url
  const parts = [
    `${load.redirectsPerSecond}/s redirects over ${load.connections} connections`,
    load.publishesPerSecond > 0 && `${load.publishesPerSecond}/s publishes`,
    load.overridesPerSecond > 0 && `${load.overridesPerSecond}/s overrides`,
    load.auditReadsPerSecond > 0 && `${load.auditReadsPerSecond}/s reads of the audit trail`,
    load.dashboards > 0 && `${load.dashboards} dashboards`,
  ]
  const asked = parts.filter((part) => part !== false).join(', ')
  return `${startedAt}, ${format(seconds)} s on ${place}: ${asked}. Sent from Node ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? 'CPU'}.`
}

function renderVerdicts(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(
    ({ what, state, measured, allowed }) =>
      `<tr><td>${escapeHtml(what)}</td><td class="state ${state}">${stateNames[state]}</td><td class="n">${escapeHtml(measured)}</td><td class="n" data-name="allowed">${escapeHtml(allowed)}</td></tr>`,
  )
  return `<table><thead><tr><th>Threshold</th><th></th><th class="n">Measured</th><th class="n">Allowed</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`
}

function renderTimes({ times, seconds }: Result): string {
  const cellsOf = (time: Times): Readonly<Record<string, string>> => ({
    count: time.count.toLocaleString('en'),
    'a second': format(time.count / seconds),
    p50: format(time.p50),
    p90: format(time.p90),
    p99: format(time.p99),
    'p99.9': format(time.p999),
    max: format(time.max),
  })
  const row = (kind: Kind): string => {
    const cells = Object.entries(cellsOf(times[kind])).map(([name, text]) => `<td class="n" data-name="${name}">${text}</td>`)
    return `<tr><td>${kindNames[kind]}</td>${cells.join('')}</tr>`
  }
  const head = Object.keys(cellsOf(times.redirect)).map((name) => `<th class="n">${name}</th>`)
  return `<p class="soft">In ms, from when each was due, not from when it could be sent.</p>
<table><thead><tr><th></th>${head.join('')}</tr></thead>
<tbody>${kinds
    .filter((kind) => times[kind].count > 0)
    .map(row)
    .join('\n')}</tbody></table>`
}

function renderFailures(failures: Result['failures']): string {
  const rows = Object.entries(failures).map(([why, count]) => `<tr><td>${escapeHtml(why)}</td><td class="n">${count}</td></tr>`)
  if (rows.length === 0) return ''
  return `<h2>Errors</h2><table><tbody>${rows.join('\n')}</tbody></table>`
}

function plotsOf(samples: readonly Sample[]): readonly Plot[] {
  const seconds = samples.map(({ second }) => second)
  const plot = (title: string, unit: string, series: readonly Series[]): Plot => ({ title, unit, seconds, series })
  const series = (name: string, of: (sample: Sample) => number | undefined): Series => ({ name, values: samples.map(of) })
  const timed = (kind: Kind, name: string): Series =>
    series(name, ({ times }) => (times[kind].count === 0 ? undefined : times[kind].p99))
  const byName = (of: (sample: Sample) => Readonly<Record<string, number>>): readonly Series[] =>
    [...new Set(samples.flatMap((sample) => Object.keys(of(sample))))].map((name) => series(name, (sample) => of(sample)[name]))
  return [
    plot('Redirects', 'a second', [series('answered', ({ times, spanSeconds }) => times.redirect.count / spanSeconds)]),
    plot('Time of a redirect', 'ms', [
      timed('redirect', 'p99'),
      series('p50', ({ times }) => (times.redirect.count === 0 ? undefined : times.redirect.p50)),
    ]),
    plot('Publishes', 'ms, p99', [
      timed('publish', 'answered'),
      timed('commitToWorker', 'at each worker'),
      timed('delivery', 'at each dashboard'),
    ]),
    plot('Overrides and audit trail', 'ms, p99', [timed('override', 'override'), timed('auditRead', 'audit trail')]),
    plot('Errors', 'since the start', [series('errors', ({ failures }) => failures)]),
    plot(
      'Event-loop delay',
      'ms, p99 of one to two minutes',
      byName(({ loopDelayP99Ms }) => loopDelayP99Ms),
    ),
    plot('Delay of this tool', 'ms, p99', [series('this tool', ({ toolDelayMs }) => toolDelayMs)]),
    plot(
      'Heap after a forced collection',
      'MiB',
      byName(({ heapMiB }) => heapMiB),
    ),
    plot(
      'Memory of the workers',
      'MiB',
      byName(({ residentMiB }) => residentMiB),
    ),
    plot('Open descriptors', 'all processes', [series('descriptors', ({ descriptors }) => descriptors)]),
    plot('Data folder', 'MiB', [series('data folder', ({ dataMiB }) => dataMiB)]),
  ]
}
