import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { families } from '../../src/adapters/metrics/families.ts'
import { listQueries, readDashboards, readOps, readRules } from '../support/monitoring.ts'

// The examples for Prometheus and Grafana, held against the metrics that there are. Prometheus itself reads them in test/services.
type Scrape = {
  readonly rule_files: readonly string[]
  readonly scrape_configs: readonly { readonly job_name: string; readonly authorization: object }[]
}
type RuleCase = { readonly alertname: string; readonly exp_alerts: readonly unknown[] }

const rules = readRules()
const dashboards = readDashboards()

it('scrapes with a token from a file, and loads the alerts', () => {
  expect(parse(readOps('prometheus.yml')) as Scrape).toMatchObject({
    rule_files: ['alerts.yml'],
    scrape_configs: [{ job_name: 'sluice', authorization: { credentials_file: expect.stringMatching(/^\//) } }],
  })
})

describe.each(listQueries())('$where', ({ expr }) => {
  it('asks for metrics that there are, and for labels that they have', () => {
    const asked = [...expr.matchAll(/\b((?:sluice|process)_\w+|up\b)(?:\{([^}]*)\})?/g)]
    expect(asked).not.toEqual([])
    for (const [, name = '', matchers = ''] of asked) {
      const labels = [...matchers.matchAll(/(\w+)(?:!?=|[!=]~)"/g)].map(([, label = '']) => label)
      expect(labelsOf(name), name).toEqual(expect.arrayContaining(labels))
    }
  })

  it('takes the rate of counters, and of nothing else', () => {
    const rated = [...expr.matchAll(/(?:rate|increase)\((\w+)/g)].map(([, name = '']) => name)
    const counters = [...expr.matchAll(/\b(?:sluice|process)_\w+/g)]
      .map(([name]) => name)
      .filter((name) => typeOf(name) === 'counter')
    expect(rated).toEqual(counters)
  })
})

describe.each(rules)('$alert', ({ alert, annotations: { runbook } }) => {
  it('leads to a section of the runbook that names it', () => {
    const [, page = '', anchor = ''] = /^(docs\/[\w.-]+\.md)#([\w-]+)$/.exec(runbook) ?? []
    const sections = readFileSync(join(import.meta.dirname, '../..', page), 'utf8').split(/^(?=##+ )/m)
    const section = sections.find((text) => anchorOf(text.split('\n')[0] ?? '') === anchor)
    expect(section).toContain(`\`${alert}\``)
  })

  it('has a case in which it fires, and one in which it does not', () => {
    const { tests } = parse(readOps('alerts.test.yml')) as {
      readonly tests: readonly { readonly alert_rule_test: readonly RuleCase[] }[]
    }
    const cases = tests.flatMap((test) => test.alert_rule_test).filter(({ alertname }) => alertname === alert)
    expect(new Set(cases.map(({ exp_alerts: alerts }) => alerts.length > 0))).toEqual(new Set([true, false]))
  })
})

it('the dashboards have names of their own', () => {
  expect(dashboards.map(({ uid }) => uid).toSorted()).toEqual([
    'sluice-cdns',
    'sluice-configuration',
    'sluice-nodes',
    'sluice-traffic',
  ])
})

describe.each(dashboards)('the dashboard $title', ({ templating, panels }) => {
  it('asks the data source that its reader chose, in every panel', () => {
    expect(templating.list).toMatchObject([{ name: 'datasource', type: 'datasource' }, { name: 'instance' }])
    const sources = panels.flatMap(({ datasource, targets }) => [datasource, ...targets.map((target) => target.datasource)])
    expect(new Set(sources.map(({ type, uid }) => `${type} ${uid}`))).toEqual(new Set(['prometheus ${datasource}']))
  })

  it('says of each panel what it shows, and lays none over another', () => {
    for (const { title, description } of panels) expect(description.length, title).toBeGreaterThan(5)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24)
  })
})

/** The anchor that a heading gets on a page. */
function anchorOf(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')
}

/** The parts of a histogram count: its buckets, by their bound, its sum and its count. */
function partOf(name: string): { readonly of: string; readonly part: string } | undefined {
  const [, of = '', part = ''] = /^(.+)_(bucket|sum|count)$/.exec(name) ?? []
  return families[of]?.type === 'histogram' ? { of, part } : undefined
}

function typeOf(name: string): string | undefined {
  return partOf(name) === undefined ? families[name]?.type : 'counter'
}

/** Labels of a metric, with those that Prometheus adds; `up` is its own. Undefined: there is no such metric. */
function labelsOf(name: string): readonly string[] | undefined {
  const part = partOf(name)
  const labels = name === 'up' ? [] : families[part?.of ?? name]?.labels
  return labels && [...labels, ...(part?.part === 'bucket' ? ['le'] : []), 'job', 'instance']
}
