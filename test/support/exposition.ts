/** What a scrape told: the type of each metric, and the value of each sample as it is written, `name{label="value"}`. */
export type Exposition = { readonly types: ReadonlyMap<string, string>; readonly samples: ReadonlyMap<string, number> }

const helpLine = /^# HELP ([a-z][a-z0-9_]*) \S.*$/
const typeLine = /^# TYPE ([a-z][a-z0-9_]*) (counter|gauge|histogram)$/
const sampleLine = /^(([a-z][a-z0-9_]*)(?:\{[a-z_]+="[^"\\\n]*"(?:,[a-z_]+="[^"\\\n]*")*\})?) (-?\d+(?:\.\d+)?(?:e-?\d+)?)$/

/**
 * Reads Prometheus' text format 0.0.4, of it what Sluice uses, and throws at anything else: each metric is a line of help, one of
 * its type, and then all of its samples, no sample twice; the last line is ended.
 */
export function parseExposition(text: string): Exposition {
  const types = new Map<string, string>()
  const samples = new Map<string, number>()
  let helped = ''
  let current = ''
  if (!text.endsWith('\n')) throw new Error('the last line is not ended')
  for (const line of text.split('\n').filter(Boolean)) {
    const [, help] = helpLine.exec(line) ?? []
    const [, typed, type] = typeLine.exec(line) ?? []
    const [, sample, name, value] = sampleLine.exec(line) ?? []
    if (help !== undefined) helped = help
    else if (typed !== undefined && type !== undefined && typed === helped && !types.has(typed)) {
      types.set(typed, type)
      current = typed
    } else if (sample !== undefined && belongsTo(name, current, types) && !samples.has(sample)) samples.set(sample, Number(value))
    else throw new Error(`not a line of the text format, or not in its place: ${line}`)
  }
  return { types, samples }
}

/** A histogram's samples have names of their own. */
function belongsTo(name: string | undefined, metric: string, types: ReadonlyMap<string, string>): boolean {
  return (types.get(metric) === 'histogram' ? name?.replace(/_(?:bucket|sum|count)$/, '') : name) === metric
}
