import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openOriginBudgets } from '../../../src/core/budget/origin-budgets.ts'
import { signersOf } from '../../../src/core/conditions/signers.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { advance } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { locationOf } from '../../../src/core/routing/location.ts'
import { formNames, type FormName } from '../../../src/core/signing/forms.ts'
import type { Secrets } from '../../../src/core/signing/secret.ts'
import { nobody } from '../../support/clients.ts'
import { countersWith, revisionWith, type ConfigParts } from '../../support/config.ts'
import { effectsWith, out, underHealth } from '../../support/health-effects.ts'
import { allTo, allToOrigin, down, up, weight } from '../../support/overrides.ts'
import { cdnChecks } from '../../support/signed-urls.ts'
import { goodSecrets, secretsWith, signingWith } from '../../support/signing.ts'
import { holds } from '../arbitraries.ts'

const nowEpochMs = 1_700_000_000_000
const cdns = formNames.map((form) => ({ key: keyOf(form), signing: signingWith({ form, secret: `file:${keyOf(form)}` }) }))
const whole = Object.fromEntries(formNames.map((form) => [`file:${keyOf(form)}`, goodSecrets[form]]))

function keyOf(form: FormName): string {
  return form.toLowerCase().replace('_', '-')
}

/** Locations of so many requests, `cdn` or `origin` before each. */
function redirects(
  parts: ConfigParts,
  secrets: Secrets,
  {
    overrides = [],
    health = effectsWith({}),
    requests = 12,
    path = '/v/x.m3u8',
  }: {
    readonly overrides?: readonly Override[]
    readonly health?: ReturnType<typeof effectsWith>
    readonly requests?: number
    readonly path?: string
  } = {},
): readonly { readonly to: string; readonly location: string; readonly reason: string }[] {
  const compiled = compileRevision(revisionWith(parts))
  if (!compiled.ok) throw new Error(compiled.problem.code)
  const { config } = compiled.value.revision
  const table = buildTable(compiled.value, { ...underHealth(health, overrides), signers: signersOf(config.cdns, secrets) })
  const counters = { ...countersWith(), budgets: openOriginBudgets(config.originClusters, undefined) } // without a lease it has no room
  return Array.from({ length: requests }, () => {
    const decision = decide(table, counters, `/?video=${encodeURIComponent(`https://s1.origin-cluster${path}`)}`, nobody)
    if (decision.kind === 'REFUSED') throw new Error(decision.code)
    advance(counters, decision)
    const to = decision.kind === 'CDN' ? decision.cdn.key : 'origin'
    return { to, location: locationOf(decision, nowEpochMs), reason: decision.reason }
  })
}

it('signs for the CDN alone, in its form, and keeps its host', () => {
  const path = fc.constantFrom('/v/x.m3u8', '/a%20b/c!*(1)/x.m3u8?t=1', '/x?md5=1&expires=2', "/v/'&/y?hdnts=a")
  holds(
    fc.property(path, fc.integer({ min: 0, max: 4 }), (asked, ratio) => {
      for (const { to, location } of redirects({ cdns, ratio }, secretsWith(whole), { path: asked })) {
        const form = formNames.find((name) => keyOf(name) === to)
        const host = form === undefined ? 's1.origin-cluster' : `${to}.cdn.example.com`
        expect(new URL(location).host).toBe(host)
        const isServed = (secret: string): boolean =>
          form !== undefined && cdnChecks[form](location, { secrets: [secret], nowEpochSeconds: nowEpochMs / 1_000 })
        expect(form === undefined ? location : isServed(goodSecrets[form])).toBe(
          form === undefined ? `https://s1.origin-cluster${asked}` : true,
        )
      }
    }),
    60,
  )
})

describe('a CDN whose secret is missing', () => {
  const others = {
    [`file:${keyOf('EDGE_AUTH')}`]: goodSecrets.EDGE_AUTH,
    [`file:${keyOf('SECURE_LINK')}`]: goodSecrets.SECURE_LINK,
  }
  const lost = keyOf('URI_SIGNING')
  const fallbacks = {
    pools: [
      { key: 'first', members: { [lost]: 1 }, fallbacks: ['second'] },
      { key: 'second', members: { 'edge-auth': 1 } },
    ],
    rules: [{ pool: 'first' }],
  }

  it.each<{
    readonly what: string
    readonly parts?: ConfigParts
    readonly overrides?: readonly Override[]
    readonly health?: ReturnType<typeof effectsWith>
    readonly to: readonly string[]
    readonly reason?: string
  }>([
    { what: 'nobody set anything', to: ['edge-auth', 'secure-link'] },
    { what: 'it is up by an override', overrides: [up(lost)], to: ['edge-auth', 'secure-link'] },
    { what: 'it has all the weight', overrides: [weight(lost, 1_000)], to: ['edge-auth', 'secure-link'] },
    { what: 'everything goes to it', overrides: [allTo(lost)], to: ['origin'], reason: 'OVERRIDE' },
    { what: 'everything goes to the origin', overrides: [allToOrigin], to: ['origin'], reason: 'OVERRIDE' },
    { what: 'the others are down', overrides: [down('edge-auth'), down('secure-link')], to: ['origin'], reason: 'OVERRIDE' },
    { what: 'it is alone', parts: { cdns: cdns.filter(({ key }) => key === lost) }, to: ['origin'], reason: 'NO_USABLE_CDN' },
    { what: 'it is alone in a pool with a fallback', parts: { cdns, ...fallbacks }, to: ['edge-auth'] },
    {
      what: 'the others are out and the origin has no room',
      health: effectsWith({ 'edge-auth': out(), 'secure-link': out(), [lost]: out() }),
      parts: {
        cdns,
        maxEjectedPercent: 100,
        originClusters: [{ hostSuffix: 'origin-cluster', maxRequestsPerSecond: 1 }],
      },
      to: ['edge-auth', 'secure-link'],
      reason: 'PANIC',
    },
  ])('gets nothing while $what', ({ parts = { cdns }, to, reason = 'SELECTED', ...conditions }) => {
    const told = redirects({ ratio: 0, ...parts }, secretsWith(others), conditions)
    expect([...new Set(told.map((one) => one.to))].toSorted()).toEqual(to)
    expect(new Set(told.map((one) => one.reason))).toEqual(new Set([reason]))
  })
})
