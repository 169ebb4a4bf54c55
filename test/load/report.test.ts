import { describe, expect, it } from 'vitest'
import { openMeasures } from './measures.ts'
import { renderReport } from './report/report.ts'
import type { Result } from './run.ts'
import { sampleWith } from './sample-with.ts'
import { mixed } from './scenarios/mixed.ts'

const measures = openMeasures()
measures.done('redirect', 3)

const result: Result = {
  scenario: 'mixed',
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 60,
  isInterrupted: false,
  group: { url: 'http://127.0.0.1:8000', isOwn: true, workers: 1 },
  load: mixed.load,
  verdicts: [{ what: 'errors', state: 'HOLDS', measured: '0', allowed: '≤ 0' }],
  times: measures.all(),
  failures: { 'redirect: <script>alert("&")</script>': 2 },
  retries: 0,
  samples: Array.from({ length: 5 }, (_, second) =>
    sampleWith({
      second,
      times: measures.all(),
      heapMiB: second === 3 ? {} : { 'control"': 80 + second },
      loopDelayP99Ms: { control: 5 },
    }),
  ),
}
const html = renderReport(result)

describe('the report', () => {
  it('loads nothing: no address but that of the group, and none in an attribute', () => {
    expect(html).not.toMatch(/\b(?:src|href|action|data|poster|srcset)=/)
    expect(html).not.toMatch(/url\(|@import|https?:\/\//)
    expect(renderReport({ ...result, group: { ...result.group, isOwn: false } }).match(/https?:\/\/[^\s<"]+/g)).toEqual([
      'http://127.0.0.1:8000:',
    ])
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })

  it('escapes what came from elsewhere', () => {
    expect(html).toContain('redirect: &lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;')
    expect(html).toContain('control&quot;')
    expect(html).not.toContain('<script')
  })

  it('draws a line over a missing reading, and no plot of nothing', () => {
    const plot = /<figcaption>Heap after a forced collection.*?<\/figure>/s.exec(html)?.[0] ?? ''
    expect(/class="line c0" d="([^"]*)"/.exec(plot)?.[1]).toMatch(/^M[\d. ]+L[\d. ]+L[\d. ]+L[\d. ]+$/)
    expect(html).not.toContain('Open descriptors')
    expect(html).not.toContain('NaN')
  })

  it.each([
    { verdicts: [], state: '0 thresholds hold' },
    { verdicts: ['HOLDS', 'UNDECIDED'] as const, state: '1 thresholds hold, 1 undecided' },
    { verdicts: ['HOLDS', 'CROSSED', 'UNDECIDED'] as const, state: '1 of 3 thresholds crossed, 1 undecided' },
  ])('says first that $state', ({ verdicts, state }) => {
    const told = verdicts.map((each) => ({ what: 'errors', state: each, measured: '0', allowed: '≤ 0' }))
    expect(/<p class="state \w+">([^<]*)</.exec(renderReport({ ...result, verdicts: told }))?.[1]).toBe(state)
  })
})
