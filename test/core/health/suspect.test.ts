import { expect, it } from 'vitest'
import type { ProbeOutcome, ProbeResults } from '../../../src/core/health/probe.ts'
import { suspectFamilies } from '../../../src/core/health/suspect.ts'
import { resultOf } from '../../support/health.ts'

const over4 = (...outcomes: ProbeOutcome[]): ProbeResults[] => outcomes.map((outcome) => ({ IPV4: resultOf(outcome) }))
const over6 = (...outcomes: ProbeOutcome[]): ProbeResults[] => outcomes.map((outcome) => ({ IPV6: resultOf(outcome) }))

it.each<{ what: string; last: readonly ProbeResults[]; suspected: readonly string[] }>([
  { what: 'nothing was probed', last: [], suspected: [] },
  { what: 'all time out', last: over4('TIMEOUT', 'TIMEOUT'), suspected: ['IPV4'] },
  { what: 'no name resolves, nothing answers', last: over4('DNS', 'TIMEOUT', 'NO_ROUTE'), suspected: ['IPV4'] },
  { what: 'the only one times out', last: over4('TIMEOUT'), suspected: [] },
  { what: 'the only one has no route', last: over4('NO_ROUTE'), suspected: ['IPV4'] },
  { what: 'one of two has no route, the other one answers', last: over4('NO_ROUTE', 'PASSED'), suspected: [] },
  { what: 'there is no way to IPv6, and IPv4 times out', last: [...over4('TIMEOUT'), ...over6('NO_ROUTE')], suspected: ['IPV6'] },
  { what: 'two time out, a third is forbidden', last: over4('TIMEOUT', 'FORBIDDEN', 'TIMEOUT'), suspected: ['IPV4'] },
  { what: 'one times out, another is forbidden', last: over4('TIMEOUT', 'FORBIDDEN'), suspected: [] },
  { what: 'all are forbidden', last: over4('FORBIDDEN', 'FORBIDDEN'), suspected: [] },
  ...(['PASSED', 'REFUSED', 'RESET', 'TLS', 'STATUS', 'BODY', 'PROTOCOL'] as const).map((outcome) => ({
    what: `one of many shows life: ${outcome}`,
    last: over4('TIMEOUT', outcome, 'TIMEOUT'),
    suspected: [],
  })),
  { what: 'IPv6 fails for two, IPv4 works', last: [...over4('PASSED'), ...over6('TIMEOUT', 'NO_ROUTE')], suspected: ['IPV6'] },
  { what: 'there is no way to IPv6', last: [...over4('PASSED'), ...over6('NO_ROUTE')], suspected: ['IPV6'] },
  { what: 'one of IPv6 times out', last: [...over4('PASSED'), ...over6('TIMEOUT')], suspected: [] },
  { what: 'all fails over both', last: [...over4('DNS', 'DNS'), ...over6('DNS', 'DNS')], suspected: ['IPV4', 'IPV6'] },
])('a node suspects itself over $suspected when $what', ({ last, suspected }) => {
  expect([...suspectFamilies(last)]).toEqual(suspected)
})
