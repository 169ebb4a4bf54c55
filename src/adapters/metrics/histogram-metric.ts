import type { Metric } from 'prom-client'
import type { HistogramFamily, NodeState } from './family.ts'

/** A histogram that is read at each scrape, where prom-client's own ones want each value when it is observed. */
export function histogramMetric(name: string, family: HistogramFamily, readNode: () => NodeState): Metric {
  const { help } = family
  const get = async () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: samplesOf(name, family, readNode()),
  })
  return { name, get } as unknown as Metric // all that a registry asks for
}

/** The samples of the text format: buckets that include those below them, the sum and the count. */
function samplesOf(name: string, { labels: names, read }: HistogramFamily, node: NodeState) {
  const { bounds, list } = read(node)
  return list().flatMap(([{ counts, sum }, ...values]) => {
    const labels = Object.fromEntries(names.map((label, index) => [label, values[index] ?? '']))
    let count = 0
    const buckets = counts.map((more, index) => {
      count += more
      return { metricName: `${name}_bucket`, labels: { le: bounds[index] ?? '+Inf', ...labels }, value: count }
    })
    return [...buckets, { metricName: `${name}_sum`, labels, value: sum }, { metricName: `${name}_count`, labels, value: count }]
  })
}
