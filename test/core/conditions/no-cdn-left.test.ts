import { describe, expect, it } from 'vitest'
import { describeNoCdnLeft, findNoCdnAfter } from '../../../src/core/conditions/no-cdn-left.ts'
import { findTooLongPeriod } from '../../../src/core/conditions/too-long-period.ts'
import { findNewWarnings, validateUnder } from '../../../src/core/conditions/validate-under.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { configWith, type ConfigParts } from '../../support/config.ts'
import { allTo, allToOrigin, down, drain, ratio, up, weight } from '../../support/overrides.ts'

const nothing = () => []

const off = { cdns: [{ key: 'a', enabled: false }] }
const pair = { cdns: [{ key: 'a' }, { key: 'b' }] }

type Change = {
  readonly before?: readonly Override[]
  readonly after: readonly Override[]
  readonly config?: ConfigParts
  readonly says: string | undefined
}

it.each<Change>([
  { after: [down('default')], says: 'now 100 %, before 10 %' },
  { after: [allToOrigin], says: 'now 100 %, before 10 %' },
  { after: [ratio(1)], config: { ratio: 7 }, says: 'now 100 %, before 14 %' },
  { after: [ratio(1)], config: { ratio: 1_000_000 }, says: 'now 100 %, before 0.0001 %' },
  { before: [allTo('default')], after: [allTo('default'), drain('default')], says: 'now 100 %, before 0 %' },
  { before: [down('a')], after: [down('a'), down('b')], config: pair, says: 'now 100 %, before 10 %' },
  { before: [up('a')], after: [], config: off, says: 'now 100 %, before 10 %' },
  { before: [allTo('a')], after: [], config: off, says: 'now 100 %, before 0 %' },
  { before: [down('default')], after: [drain('default')], says: 'now 100 %, before 100 %' },
  { after: [down('a')], config: pair, says: undefined },
  { before: [down('default')], after: [], says: undefined },
  { after: [weight('default', 0)], says: undefined },
  { after: [down('gone')], says: undefined },
])('a change to $after.length overrides warns: $says', ({ before = [], after, config = {}, says }) => {
  const found = findNoCdnAfter(configWith(config), before, after)
  expect(found.map(({ severity, code, path, message }) => [severity, code, path, message])).toEqual(
    says === undefined ? [] : [['WARNING', 'NO_CDN_LEFT', 'cdns', `everything goes to the origin: ${says}`]],
  )
})

const setBy = ', set by ann: "it burns"'

it.each<{ readonly overrides: readonly Override[]; readonly config?: ConfigParts; readonly named: string | undefined }>([
  { overrides: [], named: undefined },
  { overrides: [down('default'), weight('default', 3)], named: `DOWN of "default"${setBy}` },
  { overrides: [down('a'), drain('b'), down('gone')], config: pair, named: `DOWN of "a"${setBy}; DRAIN of "b"${setBy}` },
  { overrides: [allToOrigin, up('default'), ratio(5)], named: `ALL_TO_ORIGIN${setBy}` },
  { overrides: [ratio(1)], named: `RATIO 1${setBy}` },
  {
    overrides: ['a', 'b', 'c', 'd', 'e', 'f'].map(down),
    config: { cdns: ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({ key })) },
    named: `${['a', 'b', 'c', 'd', 'e'].map((key) => `DOWN of "${key}"${setBy}`).join('; ')}; …`,
  },
  // A publisher decided that, and was told so.
  { overrides: [down('a')], config: off, named: undefined },
  { overrides: [down('default')], config: { ratio: 1 }, named: undefined },
])('a revision is told what took its last CDN: $named', ({ overrides, config = {}, named }) => {
  expect(describeNoCdnLeft(configWith(config), overrides)).toBe(
    named && `everything goes to the origin under the overrides (${named})`,
  )
})

describe('a pool that a rule asks', () => {
  const parts = {
    cdns: [{ key: 'a' }, { key: 'b' }],
    pools: [{ key: 'left', members: { a: 1 } }],
    rules: [{ pool: 'left', match: { pathPrefixes: ['/live'] } }],
  }
  const told = (found: ReturnType<typeof findNoCdnAfter>) => found.map(({ code, path, message }) => `${code} ${path}: ${message}`)
  const lost = `NO_CDN_LEFT pools.left: everything of the pool goes to the origin under the overrides (DOWN of "a"${setBy})`

  it('is warned of when an override takes its last member, and named in validation', () => {
    expect(told(findNoCdnAfter(configWith(parts), [], [down('a')]))).toEqual([lost])
    expect(told(findNoCdnAfter(configWith(parts), [down('a')], [down('a'), ratio(3)]))).toEqual([])
    expect(told(validateUnder(configWith(parts), [down('a')]))).toContain(lost)
    expect(told(validateUnder(configWith(parts), [down('b')]))).not.toContain(lost)
  })

  it('is not where a fallback stands in, or everything is lost', () => {
    const pools = [
      { key: 'left', members: { a: 1 }, fallbacks: ['right'] },
      { key: 'right', members: { b: 1 } },
    ]
    expect(told(findNoCdnAfter(configWith({ ...parts, pools }), [], [down('a')]))).toEqual([])
    expect(told(findNoCdnAfter(configWith(parts), [], [down('a'), down('b')]))).toEqual([
      'NO_CDN_LEFT cdns: everything goes to the origin: now 100 %, before 10 %',
    ])
  })
})

it('refuses weights whose period only an override makes too long, in each pool that unrolls them', () => {
  const primes = [1_000, 999, 998, 997, 996, 995, 994, 993, 992, 991, 990]
  const members = Object.fromEntries(primes.map((_, index) => [`c${index}`, 1]))
  const cdns = Object.keys(members).map((key) => ({ key }))
  const pool = (policy: 'WEIGHTED' | 'HASH_PATH') => configWith({ cdns, pools: [{ key: 'left', policy, members }] })
  const overrides = primes.map((value, index) => weight(`c${index}`, value))
  expect(findTooLongPeriod(pool('WEIGHTED'), overrides).map(({ code, path }) => `${code} ${path}`)).toEqual([
    'WEIGHT_SUM_TOO_LARGE cdns',
    'WEIGHT_SUM_TOO_LARGE pools.left',
  ])
  expect(findTooLongPeriod(pool('HASH_PATH'), overrides)).toHaveLength(1)
  expect(findTooLongPeriod(pool('WEIGHTED'), overrides.slice(0, 10))).toEqual([])
})

it('a configuration is validated with what the overrides leave of it', () => {
  const codes = (overrides: readonly Override[]) =>
    validateUnder(configWith({ redirectStatus: 301 }), overrides).map(({ code }) => code)
  expect(codes([])).toEqual(['PERMANENT_REDIRECT'])
  expect(codes([down('default')])).toEqual(['NO_CDN_LEFT', 'PERMANENT_REDIRECT'])
})

it('a warning that the live revision has under the same overrides is not new', () => {
  const found = (live: ConfigParts) => findNewWarnings(configWith(), configWith(live), [down('default')], nothing)
  expect(found({ ratio: 3 })).toEqual([])
  expect(found(pair)).toMatchObject([{ code: 'NO_CDN_LEFT' }])
})

it.each([
  { before: ['CH'], after: ['CH', 'DE'], isNew: true },
  { before: ['CH', 'DE'], after: ['CH'], isNew: false },
  { before: ['CH'], after: ['CH'], isNew: false },
  { before: ['CH'], after: ['DE'], isNew: true },
])('a warning about $after is new behind one about $before: $isNew', ({ before, after, isNew }) => {
  const denying = (excludeCountries: readonly string[]) =>
    configWith({ cdns: [{ key: 'a', excludeCountries }, { key: 'b' }], pools: [{ members: { a: 1 } }], rules: [{}] })
  expect(findNewWarnings(denying(after), denying(before), [], nothing).map(({ path }) => path)).toEqual(
    isNew ? ['pools.pool.members'] : [],
  )
  expect(findNewWarnings(denying(after), denying(before), [down('b')], nothing).map(({ path }) => path)).toEqual(
    isNew ? ['cdns', 'pools.pool.members'] : [],
  )
})

describe('countries to which some CDNs are denied', () => {
  const config = configWith({
    cdns: [{ key: 'a', excludeCountries: ['CH', 'DE', 'LI'] }, { key: 'b', excludeCountries: ['LI'] }, { key: 'c' }],
  })
  it.each<{ readonly before?: readonly Override[]; readonly after: readonly Override[]; readonly lost: string | undefined }>([
    { after: [down('a')], lost: undefined },
    { after: [down('c')], lost: 'LI' },
    { after: [down('b'), down('c')], lost: 'CH, DE, LI' },
    { after: [allTo('a')], lost: 'CH, DE, LI' },
    { before: [down('c')], after: [down('b'), down('c')], lost: 'CH, DE' },
    { before: [down('c')], after: [down('c'), weight('a', 2)], lost: undefined },
    { after: [allToOrigin], lost: undefined },
  ])('are warned of where $after.length overrides leave them none: $lost', ({ before = [], after, lost }) => {
    const wanted = 'under the overrides no CDN is left for clients of'
    const countries = (found: ReturnType<typeof findNoCdnAfter>) =>
      found.flatMap(({ code, message }) => (code === 'COUNTRY_WITHOUT_CDN' ? [message] : []))
    const expected = lost === undefined ? [] : [`${wanted} ${lost}, so all of their requests go to the origin`]
    expect(countries(findNoCdnAfter(config, before, after))).toEqual(expected)
    expect(countries(validateUnder(config, after)).length).toBe(lost === undefined && before.length === 0 ? 0 : 1)
  })

  it('are named at most ten of many', () => {
    const excludeCountries = ['AD', 'AE', 'AF', 'AG', 'AI', 'AL', 'AM', 'AO', 'AQ', 'AR', 'AS', 'AT']
    expect(validateUnder(configWith({ cdns: [{ excludeCountries, excludeUnknown: true }] }), [])).toMatchObject([
      { message: expect.stringMatching(/^no CDN is left for clients of AD, .*, AR and 3 more, so/) },
    ])
  })
})
