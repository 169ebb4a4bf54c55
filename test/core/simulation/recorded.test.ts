import fc from 'fast-check'
import { expect, it } from 'vitest'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import type { RoutingConfig } from '../../../src/core/config/model.ts'
import { unknownFacts } from '../../../src/core/geo/client-facts.ts'
import { describeRequest } from '../../../src/core/recorded/describe-request.ts'
import type { RecordedRequest, RecordedVideo } from '../../../src/core/recorded/recorded-request.ts'
import type { Client } from '../../../src/core/request/client.ts'
import { parseIpAddress } from '../../../src/core/request/ip-address.ts'
import { knownClient } from '../../../src/core/request/known-client.ts'
import { parseVideoUrl } from '../../../src/core/request/video-url.ts'
import type { Result } from '../../../src/core/result.ts'
import { compileRevision, type CompiledRevision } from '../../../src/core/routing/compile.ts'
import { openGivenSide, openRecordedSide, type Side } from '../../../src/core/simulation/side.ts'
import { traitsOf } from '../../../src/core/simulation/tally.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { holds } from '../arbitraries.ts'

const conditions = underOverrides([])

const members = { a: 3, b: 2, c: 1 }
const cdns = Object.keys(members).map((key) => ({ key }))
const zones = [
  { key: 'campus', cidrs: ['10.0.0.0/8', '2001:db8::/32'] },
  { key: 'lab', cidrs: ['10.0.0.0/16'] },
]

/** Rules about all that is recorded, and pools that choose by what is hashed. */
const recordable = {
  cdns,
  zones,
  ratio: 3,
  originClusters: [{ hostSuffix: 'one' }, { hostSuffix: 'two', ratio: 5 }],
  pools: [
    { key: 'hashed', policy: 'HASH_PATH' as const, members },
    { key: 'stuck', policy: 'STICKY' as const, members },
    { key: 'turns', members },
  ],
  rules: [
    { key: 'r1', pool: 'turns', position: 1, match: { pathPrefixes: ['/live/sport/'], countries: ['DE'] } },
    { key: 'r2', pool: 'stuck', position: 2, match: { zones: ['lab'] } },
    { key: 'r3', pool: 'hashed', position: 3, match: { pathPrefixes: ['/live/', '/vod/a/b/'], clientPercent: 40 } },
    { key: 'r4', pool: 'turns', position: 4, match: { zones: ['campus'], originClusters: ['two'] } },
    { key: 'r5', pool: 'stuck', position: 5, match: { asns: [64_500] } },
    { key: 'r6', pool: 'hashed', position: 6, match: { clientPercent: 50 } },
  ],
}

const video = fc
  .record({
    label: fc.constantFrom('s1', 's2', 's33'),
    suffix: fc.constantFrom('one', 'two'),
    directories: fc.array(fc.constantFrom('live', 'sport', 'vod', 'a', 'b', 'é'), { maxLength: 10 }),
    file: fc.constantFrom('x.m3u8', 'live', 'y.ts'),
  })
  .map(({ label, suffix, directories, file }) => `https://${label}.${suffix}/${[...directories, file].join('/')}?token=1`)

const client = fc
  .record({
    ip: fc.oneof(fc.ipV4(), fc.constantFrom('10.0.3.4', '10.9.8.7', '2001:db8::7', '2001:db9::1')),
    country: fc.constantFrom('DE', 'FR', undefined),
    asn: fc.constantFrom(64_500, 64_501, undefined),
  })
  .map(({ ip, country, asn }) => knownClient(parseIpAddress(ip), { ...unknownFacts, country, asn }, ''))

const requests = fc.array(fc.record({ video, client }), { minLength: 1, maxLength: 30 })

it('decides recorded requests as those that they were', () => {
  const config = configWith(recordable)
  holds(
    fc.property(requests, (drawn) => {
      expect(targetsOfRecorded(config, config, drawn)).toEqual(targetsOfGiven(config, drawn))
    }),
  )
})

it('decides them anew by a configuration whose rules, pools and ratios are others', () => {
  const recording = configWith({ cdns, zones, originClusters: recordable.originClusters })
  const config = configWith(recordable)
  holds(
    fc.property(requests, (drawn) => {
      expect(targetsOfRecorded(config, recording, drawn)).toEqual(targetsOfGiven(config, drawn))
    }),
  )
})

const opaque = [
  { key: 'within', pool: 'turns', position: 1, match: { pathPrefixes: ['/live/sp'] } },
  { key: 'either', pool: 'stuck', position: 2, match: { pathPrefixes: ['/vod/', '/x'] } },
  { key: 'glob', pool: 'hashed', position: 3, match: { pathGlobs: ['/**/a/*.ts'], countries: ['DE'] } },
  { key: 'agent', pool: 'turns', position: 4, match: { userAgents: ['TV'] } },
]

it('takes the recorded answer of rules about what is not recorded, where they stay', () => {
  const config = configWith({ ...recordable, rules: opaque })
  holds(
    fc.property(requests, (drawn) => {
      expect(targetsOfRecorded(config, config, drawn)).toEqual(targetsOfGiven(config, drawn))
    }),
  )
})

it('leaves out only requests that a new rule about something else may match', () => {
  const recording = configWith({ ...recordable, rules: [] })
  const config = configWith({
    ...recordable,
    ratio: 0,
    originClusters: [{ hostSuffix: 'one' }, { hostSuffix: 'two' }],
    rules: opaque,
  })
  const { targets } = rulesOfRecorded(config, recording, [
    { video: 'https://s1.one/vod/x.ts', client: clientFrom('FR') },
    { video: 'https://s1.one/live/sport/x.ts', client: clientFrom('FR') },
  ])
  // Of neither is known whether it matches `within`, which is asked first.
  expect(targets).toEqual(['RULE_UNKNOWN', 'RULE_UNKNOWN'])
  const later = configWith({ ...recordable, ratio: 0, rules: [opaque[2]].flatMap((rule) => rule ?? []) })
  expect(
    rulesOfRecorded(later, recording, [
      { video: 'https://s1.one/a/x.ts', client: clientFrom('FR') },
      { video: 'https://s1.one/a/x.ts', client: clientFrom('DE') },
    ]).targets,
  ).toEqual([undefined, 'RULE_UNKNOWN'])
})

it('knows no zone of clients where zones have changed, and no rule of another revision', () => {
  const config = configWith({
    ...recordable,
    zones: [
      { key: 'lab', cidrs: ['10.1.0.0/16'] },
      { key: 'campus', cidrs: ['10.0.0.0/8'] },
    ],
  })
  expect(
    rulesOfRecorded(config, configWith(recordable), [{ video: 'https://s1.one/x', client: clientFrom('FR') }]).targets,
  ).toEqual(['ZONE_UNKNOWN'])
})

it('leaves out clients whose facts nobody had asked for', () => {
  const config = configWith({ ...recordable, zones: [], rules: [recordable.rules[0]].flatMap((rule) => rule ?? []) })
  const compiled = compiledFor(config)
  const record = recordWith(compiled, 'https://s1.one/x', clientFrom(undefined))
  const blind = { ...record, asked: { country: false, asn: false } }
  const outcomes = outcomesOf(recordedSide(config, compiled), [blind, { ...blind, country: 'FR' }, record])
  expect(outcomes.map(({ kind }) => kind === 'UNDECIDED')).toEqual([true, false, false])
})

it('refuses what was refused, and hosts that the configuration has no more', () => {
  const config = configWith(recordable)
  const compiled = compiledFor(config)
  const record = recordWith(compiled, 'https://s1.one/x', clientFrom('FR'))
  const records = [
    { refusal: 'VIDEO_PATH', weight: 7 },
    { ...record, suffix: 'gone' },
  ]
  expect(outcomesOf(recordedSide(config, compiled), records)).toMatchObject([
    { kind: 'REFUSED', code: 'VIDEO_PATH' },
    { kind: 'REFUSED', code: 'HOST_NOT_ALLOWED' },
  ])
})

type Drawn = { readonly video: string; readonly client: ReturnType<typeof clientFrom> }

function compiledFor(config: RoutingConfig) {
  const compiled = compileRevision({ ...revisionWith(), config })
  if (!compiled.ok) throw new Error(compiled.problem.code)
  return compiled.value
}

function recordWith(compiled: CompiledRevision, url: string, who: Client): RecordedVideo {
  const parsed = parseVideoUrl(compiled.clusters, `/?video=${encodeURIComponent(url)}`)
  if (parsed.kind === 'REFUSED') throw new Error(`${url} is refused: ${parsed.code}`)
  return { ...describeRequest(compiled, { country: true, asn: true }, parsed, who), refusal: null, weight: 1 }
}

function clientFrom(country: string | undefined) {
  return knownClient(parseIpAddress('192.0.2.1'), { ...unknownFacts, country }, '')
}

function targetsOfGiven(config: RoutingConfig, drawn: readonly Drawn[]) {
  const given = drawn.map(({ video: url, client: who }) => ({
    video: url,
    address: who.address()?.toString(),
    facts: who.facts(),
    userAgent: who.userAgent(),
    count: 1,
  }))
  return targetsOf(opened(openGivenSide({ config, conditions })), given)
}

function targetsOfRecorded(config: RoutingConfig, recording: RoutingConfig, drawn: readonly Drawn[]) {
  const { side, records } = recordedBy(config, recording, drawn)
  return targetsOf(side, records)
}

function rulesOfRecorded(config: RoutingConfig, recording: RoutingConfig, drawn: readonly Drawn[]) {
  const { side, records } = recordedBy(config, recording, drawn)
  return {
    targets: outcomesOf(side, records).map((outcome) =>
      outcome.kind === 'UNDECIDED' ? outcome.why : 'rule' in outcome ? outcome.rule?.key : '',
    ),
  }
}

function recordedBy(config: RoutingConfig, recording: RoutingConfig, drawn: readonly Drawn[]) {
  const compiled = compiledFor(recording)
  const records = drawn.map(({ video: url, client: who }) => recordWith(compiled, url, who))
  return { side: recordedSide(config, compiled), records }
}

function recordedSide(config: RoutingConfig, { revision }: CompiledRevision): Side<RecordedRequest> {
  return opened(openRecordedSide({ config, conditions }, { revision: revision.number, config: revision.config }))
}

function targetsOf<Request>(side: Side<Request>, records: readonly Request[]) {
  return records.map((request) => {
    const question = side.ask(request)
    const outcome = side.decide(question)
    side.count(outcome)
    if (outcome.kind === 'UNDECIDED') throw new Error(outcome.why)
    const { target, pool, rule, reason, country } = traitsOf(side.table, question, outcome)
    return { target, pool, rule, reason, country }
  })
}

function outcomesOf<Request>(side: Side<Request>, records: readonly Request[]) {
  return records.map((request) => side.decide(side.ask(request)))
}

function opened<Opened>(side: Result<Opened>): Opened {
  if (!side.ok) throw new Error(side.problem.code)
  return side.value
}
