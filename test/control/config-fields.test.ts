import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configExport } from '../../src/cli/config/export.ts'
import { canonicalJson } from '../../src/core/config/canonical.ts'
import { configDocument } from '../../src/core/config/document.ts'
import type { Fields } from '../../src/core/config/fields.ts'
import { lists } from '../../src/core/config/nouns.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { settingsFields } from '../../src/core/config/settings.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import { giveOrders, noTable } from '../../src/edge/current-table.ts'
import { openControl, type ControlUnderTest } from '../support/control.ts'

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl()
  // Examples name them.
  await ask(
    'mutation { upsertZone(input: { key: "office", cidrs: ["198.51.100.0/24"] }) { __typename ... on UserError { message } } }',
  )
  await ask(
    'mutation { upsertPool(input: { key: "reserve", members: [{ cdn: "default" }] }) { __typename ... on UserError { message } } }',
  )
})
afterAll(() => control.close())

type Place = {
  readonly cdns: readonly object[]
  readonly originClusters: readonly object[]
  readonly pools?: readonly object[]
  readonly rules?: readonly object[]
  readonly zones?: readonly object[]
  readonly expectations?: readonly object[]
  readonly settings: object
}

/** How an entry with this one field is written, and where it is found again. */
type Noun = {
  readonly noun: string
  readonly fields: Fields
  readonly mutation: string
  readonly inputType: string
  /** What has to be named besides on creation. */
  readonly needed: object
  readonly entryIn: (config: Place) => object | undefined
}

const byKey = (entries: readonly object[] = [], key: string) => entries.find((entry) => 'key' in entry && entry.key === key)

const nouns: readonly Noun[] = [
  {
    noun: 'CDN',
    fields: lists.cdns.fields,
    mutation: 'upsertCdn',
    inputType: 'CdnInput',
    needed: { key: 'second', baseUrl: 'second.example.com' },
    entryIn: ({ cdns }) => byKey(cdns, 'second'),
  },
  {
    noun: 'origin cluster',
    fields: lists.originClusters.fields,
    mutation: 'upsertOriginCluster',
    inputType: 'OriginClusterInput',
    needed: { key: 'video-example-com', hostSuffix: 'other.example.com' },
    entryIn: ({ originClusters }) => byKey(originClusters, 'video-example-com'),
  },
  {
    noun: 'pool',
    fields: lists.pools.fields,
    mutation: 'upsertPool',
    inputType: 'PoolInput',
    needed: { key: 'live', members: [{ cdn: 'default' }] },
    entryIn: ({ pools }) => byKey(pools, 'live'),
  },
  {
    noun: 'rule',
    fields: lists.rules.fields,
    mutation: 'upsertRule',
    inputType: 'RuleInput',
    needed: { key: 'live-first', position: 1, pool: 'reserve' },
    entryIn: ({ rules }) => byKey(rules, 'live-first'),
  },
  {
    noun: 'zone',
    fields: lists.zones.fields,
    mutation: 'upsertZone',
    inputType: 'ZoneInput',
    needed: { key: 'office', cidrs: ['198.51.100.0/24'] },
    entryIn: ({ zones }) => byKey(zones, 'office'),
  },
  {
    noun: 'expectation',
    fields: lists.expectations.fields,
    mutation: 'upsertExpectation',
    inputType: 'ExpectationInput',
    needed: { key: 'swiss-never-second', never: ['second'], cdn: 'default', atMostPercent: 100 },
    entryIn: ({ expectations }) => byKey(expectations, 'swiss-never-second'),
  },
  {
    noun: 'settings',
    fields: settingsFields,
    mutation: 'updateSettings',
    inputType: 'SettingsInput',
    needed: {},
    entryIn: ({ settings }) => settings,
  },
]

const cases = nouns.flatMap((noun) => Object.keys(noun.fields).map((field) => ({ ...noun, field })))

describe.each(cases)('the field $field of $noun', ({ fields, field, mutation, inputType, needed, entryIn }) => {
  const { example } = fields[field] ?? {}
  const valueIn = (config: Place | undefined): unknown =>
    new Map(Object.entries(config === undefined ? {} : (entryIn(config) ?? {}))).get(field)

  it('gets from an edit through store, publish, export and apply into a worker', async () => {
    const input = { ...needed, [field]: example }
    await ask(`mutation ($input: ${inputType}!) { ${mutation}(input: $input) { __typename ... on UserError { message } } }`, {
      input,
    })
    expect(valueIn((await control.store.state()).workingCopy)).toEqual(example)

    await ask('mutation { publish(input: {}) { __typename ... on UserError { message } } }')
    const { live } = await control.store.state()
    expect(valueIn(live?.config)).toEqual(example)
    expect(valueIn(runBy(live as ConfigRevision).config)).toEqual(example)

    const exported = configDocument.parse(JSON.parse(await exportLive()))
    expect(valueIn(exported)).toEqual(example)

    const { formatVersion: _version, ...whole } = exported
    await ask(
      'mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { __typename ... on UserError { message } } }',
      { config: whole },
    )
    const applied = (await control.store.state()).live
    expect([applied?.number, canonicalJson(applied?.config)]).toEqual([live?.number, canonicalJson(live?.config)])
  })
})

async function ask<T = Readonly<Record<string, unknown>>>(query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await control.graphql<T>(query, variables)
  const problems = Object.values(data ?? {}).filter(
    (answer) => typeof answer === 'object' && answer !== null && 'message' in answer,
  )
  expect({ errors, problems }).toEqual({ errors: undefined, problems: [] })
  return data
}

/** The revision that a worker runs once it was sent this one. */
function runBy(revision: ConfigRevision): ConfigRevision {
  const current = noTable()
  giveOrders(current, { overrides: noOverrides, revision, as: 'LIVE' }, 0)
  expect(current.running).toMatchObject({ refused: null, table: { revision: revision.number } })
  return current.running.compiled?.revision as ConfigRevision
}

async function exportLive(): Promise<string> {
  let text = ''
  await configExport.run({
    operands: [],
    values: {},
    api: { ask },
    terminal: { print: (written: string) => void (text += written) },
  } as unknown as Parameters<typeof configExport.run>[0])
  return text
}
