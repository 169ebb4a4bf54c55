import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { families } from '../../src/adapters/metrics/families.ts'

// The examples for Prometheus, held against the metrics that there are. Prometheus itself reads them in test/services.
type Alerts = {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[]
}
type Scrape = {
  readonly rule_files: readonly string[]
  readonly scrape_configs: readonly { readonly job_name: string; readonly authorization: object }[]
}

const read = (name: string): unknown => parse(readFileSync(join(import.meta.dirname, '../../ops', name), 'utf8'))
const scrape = read('prometheus.yml') as Scrape
const rules = (read('alerts.yml') as Alerts).groups.flatMap((group) => group.rules)

it('scrapes with a token from a file, and loads the alerts', () => {
  expect(scrape).toMatchObject({
    rule_files: ['alerts.yml'],
    scrape_configs: [{ job_name: 'sluice', authorization: { credentials_file: expect.stringMatching(/^\//) } }],
  })
})

describe.each(rules)('$alert', ({ expr }) => {
  it('asks for metrics that there are, and for labels that they have', () => {
    const asked = [...expr.matchAll(/\b((?:sluice|process)_\w+|up)(?:\{(\w+)!?="(?:[\w-]+)"\})?/g)]
    expect(asked).not.toEqual([])
    for (const [, name = '', label] of asked) {
      // `up` and `job` are Prometheus' own.
      const labels = name === 'up' ? ['job'] : labelsOf(name)
      expect(labels, name).toEqual(expect.arrayContaining(label === undefined ? [] : [label]))
    }
  })

  it('takes the rate of counters, and of nothing else', () => {
    const rated = [...expr.matchAll(/rate\((\w+)/g)].map(([, name = '']) => name)
    const counters = [...expr.matchAll(/\bsluice_\w+/g)].map(([name]) => name).filter((name) => typeOf(name) === 'counter')
    expect(rated).toEqual(counters)
  })
})

/** The parts of a histogram count: its buckets, by their bound, its sum and its count. */
function partOf(name: string): { readonly of: string; readonly part: string } | undefined {
  const [, of = '', part = ''] = /^(.+)_(bucket|sum|count)$/.exec(name) ?? []
  return families[of]?.type === 'histogram' ? { of, part } : undefined
}

function typeOf(name: string): string | undefined {
  return partOf(name) === undefined ? families[name]?.type : 'counter'
}

function labelsOf(name: string): readonly string[] | undefined {
  const part = partOf(name)
  if (part === undefined) return families[name]?.labels
  return [...(families[part.of]?.labels ?? []), ...(part.part === 'bucket' ? ['le'] : [])]
}
