import type { RoutingConfig } from '../config/model.ts'
import { error, type ValidationIssue } from '../validation-issue.ts'
import { prepareCounterexamples, type Counterexample } from './counterexample.ts'
import { findBroken, type Broken } from './find-broken.ts'
import { spaceOf } from './space.ts'
import { limitSteps } from './steps.ts'

/** Steps for all expectations of a configuration, of about 100 ns each: those of people take a few thousand. */
const MAX_STEPS = 10_000_000

/** Errors about expectations of a configuration that do not hold, each with a request that shows it. */
export function findBrokenExpectations(config: RoutingConfig): readonly ValidationIssue[] {
  if (config.expectations === undefined) return []
  const space = spaceOf(config)
  const steps = limitSteps(MAX_STEPS)
  const broken = findBroken(config.expectations, space, steps)
  if (broken.length === 0) return []
  const { make } = prepareCounterexamples(config, space, steps)
  return broken.map((one) => issueOf(one, make(one)))
}

function issueOf(broken: Broken, example: Counterexample | undefined): ValidationIssue {
  const path = `expectations.${broken.expectation.key}`
  const remedy = 'correct rules, pools, denials or weights; change or delete the expectation only if it is no longer meant'
  return error('EXPECTATION_BROKEN', path, describeBroken(broken, example), remedy)
}

function describeBroken({ breach, rule, expectation }: Broken, example: Counterexample | undefined): string {
  if (breach === undefined) return 'the configuration tells too many requests apart to prove it in the steps allowed'
  const by = rule === undefined ? 'by no rule' : `by the rule "${rule}"`
  const where = breach.pool === undefined ? '' : ` and the pool "${breach.pool}"`
  const requests =
    example === undefined
      ? `some request ${by}${where}, of which no example was found`
      : `${describeExample(example)}, ${by}${where}`
  if (breach.kind === 'NEVER') {
    const standing = [
      ...(breach.out === undefined ? [] : [`"${breach.out}" is out`]),
      ...(breach.isFull ? ['others are full'] : []),
    ]
    return `"${breach.cdn}" gets ${requests}${standing.length === 0 ? '' : `, while ${standing.join(' and ')}`}`
  }
  const bounds = [
    ...(expectation.atLeastPercent === null ? [] : [`at least ${expectation.atLeastPercent} %`]),
    ...(expectation.atMostPercent === null ? [] : [`at most ${expectation.atMostPercent} %`]),
  ]
  return `"${breach.cdn}" gets ${Number(breach.percent.toPrecision(3))} % of such requests as ${requests}; expected are ${bounds.join(' and ')}`
}

/** Names only what is known of the client: without a country it may have any that no rule names. */
function describeExample({ video, region, zone, address, asn, userAgent }: Counterexample): string {
  const place = region.country ?? (region.continent === undefined ? 'unknown country' : `continent ${region.continent}`)
  const facts = [
    `of ${place}`,
    ...(zone === undefined ? [] : [`in the zone "${zone}"`]),
    ...(asn === undefined ? [] : [`of AS ${asn}`]),
    ...(userAgent === '' ? [] : [`with the user agent "${userAgent}"`]),
  ]
  return `${video} for a client ${facts.join(' ')} (${address.toString()})`
}
