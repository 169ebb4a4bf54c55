import { format } from './judge/verdict.ts'
import type { Times } from './measures.ts'
import type { Result } from './run.ts'
import type { Sample } from './sampling/sampler.ts'

/** On a terminal a line that is written over each second; elsewhere a line every 10 s. */
export function openProgress(seconds: number, out: NodeJS.WriteStream): { show(sample: Sample): void; end(): void } {
  const isTerminal = out.isTTY
  return {
    show(sample) {
      if (!isTerminal && sample.second % 10 !== 0) return
      out.write(isTerminal ? `\r\u001B[K${describe(sample, seconds)}` : `${describe(sample, seconds)}\n`)
    },
    end() {
      if (isTerminal) out.write('\n')
    },
  }
}

function describe({ second, spanSeconds, times, failures }: Sample, seconds: number): string {
  const { redirect, publish, delivery } = times
  const perSecond = ({ count }: Times): string => `${format(count / spanSeconds)}/s`
  const parts = [
    `redirects ${perSecond(redirect)}, p99 ${format(redirect.p99)} ms`,
    publish.count > 0 && `publishes ${perSecond(publish)}, p99 ${format(publish.p99)} ms`,
    delivery.count > 0 && `deliveries ${perSecond(delivery)}, p99 ${format(delivery.p99)} ms`,
    `errors ${failures}`,
  ]
  return `load: ${second} s of ${seconds}: ${parts.filter((part) => part !== false).join('; ')}`
}

/** The thresholds and what went wrong, as text. */
export function describeResult({ scenario, verdicts, failures, seconds, isInterrupted }: Result): string {
  const width = Math.max(...verdicts.map(({ what }) => what.length))
  const marks = { HOLDS: 'ok      ', CROSSED: 'CROSSED ', UNDECIDED: 'unclear ' }
  const rows = verdicts.map(
    ({ what, state, measured, allowed }) => `  ${marks[state]} ${what.padEnd(width)}  ${measured}  (${allowed})`,
  )
  const wrong = Object.entries(failures).map(([why, count]) => `  ${count} × ${why}`)
  const crossed = verdicts.filter(({ state }) => state === 'CROSSED').map(({ what }) => what)
  const end = crossed.length === 0 ? 'no threshold is crossed' : `crossed: ${crossed.join(', ')}`
  return [
    ...rows,
    ...(wrong.length === 0 ? [] : ['errors:', ...wrong]),
    `${scenario}${isInterrupted ? ', interrupted' : ''} after ${format(seconds)} s: ${end}`,
  ].join('\n')
}
