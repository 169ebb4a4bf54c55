import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { replaceAll } from '../../src/core/change/edits.ts'
import { planEdit } from '../../src/core/change/plan-edit.ts'
import type { WholeConfig } from '../../src/core/config/check-document.ts'
import { attempt } from '../contract/changes.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { sluiceHere } from '../support/sluice-command.ts'

// A working copy at all bounds of its lists at once. One more is refused by every way in, and nothing is changed.

const count = <T>(length: number, make: (index: number) => T): readonly T[] => Array.from({ length }, (_, index) => make(index))
const cdns = count(1_000, (index) => ({ key: `c${index}`, baseUrl: `c${index}.example.com` }))
const originClusters = [{ key: 'o', hostSuffix: 'origin-cluster' }]
const members = (length: number) => count(length, (index) => ({ cdn: `c${index}` }))
const prefixes = (length: number) => count(length, (index) => `/${index}`)
const texts = (length: number) => count(length, (index) => `device-${index}`)
/** Networks beside each other, others for each number. */
const networks = (length: number, number: number) =>
  count(length, (index) => `${10 + (number >> 7)}.${(number & 127) * 2 + (index >> 8)}.${index & 255}.0/24`)
const countries = [{ country: 'DE' }, { country: 'FR' }]
const placed = (length: number) => members(length).map((member) => ({ ...member, places: countries.slice(0, 1) }))
const pools = count(100, (index) => ({ key: `p${index}`, members: placed(100) }))
const rules = count(1_000, (index) => ({
  key: `r${index}`,
  position: index + 2,
  pool: 'p0',
  match: index < 20 ? { userAgents: texts(10) } : { pathPrefixes: prefixes(10) },
}))
const zones = count(100, (index) => ({ key: `z${index}`, cidrs: networks(200, index) }))
const expectations = (length: number) => count(length, (index) => ({ key: `e${index}`, never: ['c0'] }))

let control: ControlUnderTest
let service: { readonly url: string; readonly token: string }
let atBounds: unknown
beforeAll(async () => {
  control = await openControl({ clock: systemClock, limits: { requestsPerSecond: 0 } })
  service = { url: await control.app.listen({ port: 0, host: '127.0.0.1' }), token: adminToken }
  const full = replaceAll({
    cdns: cdns.slice(0, 100),
    originClusters,
    pools,
    rules,
    zones,
    expectations: expectations(100),
    settings: {},
  })
  const made = await control.store.change(attempt, planEdit('applyConfig', 'config', full, {}))
  if (!made.ok) throw new Error(JSON.stringify(made.problem))
  atBounds = await control.store.state()
})
afterAll(() => control.close())

/** Each edit counts here, so reading all of it once more at the end is enough. */
const versions = () => Promise.all([control.client.workingCopy.findMany(), control.client.configRevision.count()])

/** A document that is small but for this. */
const documentWith = (parts: Partial<WholeConfig>) => ({
  cdns: cdns.slice(0, 1),
  originClusters,
  settings: {},
  ...parts,
})
const onePool = [{ key: 'p0', members: members(1) }]

describe.each<{
  readonly what: string
  readonly mutation: 'upsertPool' | 'upsertRule' | 'upsertZone' | 'upsertExpectation'
  readonly input: { readonly key: string } & Readonly<Record<string, unknown>>
  readonly command: readonly string[]
  readonly document: WholeConfig
  readonly received: string
}>([
  {
    what: 'pools',
    mutation: 'upsertPool',
    input: { key: 'one', members: members(1) },
    command: ['pool', '--members', 'c0'],
    document: documentWith({ pools: count(101, (index) => ({ key: `p${index}`, members: members(1) })) }),
    received: '101 pools',
  },
  {
    what: 'members of all pools',
    mutation: 'upsertPool',
    input: { key: 'p0', members: members(101) },
    command: ['pool', '--members', members(101).map(({ cdn }) => cdn).join(',')], // prettier-ignore
    document: documentWith({
      cdns,
      pools: count(11, (index) => ({ key: `p${index}`, members: members(index === 0 ? 1 : 1_000) })),
    }),
    received: '10001 members',
  },
  {
    what: 'places of all members',
    mutation: 'upsertPool',
    input: { key: 'p0', members: placed(100).with(0, { cdn: 'c0', places: countries }) },
    command: ['pool', '--members', JSON.stringify(placed(100).with(0, { cdn: 'c0', places: countries }))],
    document: documentWith({
      cdns,
      pools: count(10, (index) => ({
        key: `p${index}`,
        members: index === 0 ? placed(1_000).with(0, { cdn: 'c0', places: countries }) : placed(1_000),
      })),
    }),
    received: '10001 places',
  },
  {
    what: 'members of a pool',
    mutation: 'upsertPool',
    input: { key: 'p0', members: count(1_001, (index) => ({ cdn: `c${index}` })) },
    command: ['pool', '--members', count(1_001, (index) => `c${index}`).join(',')],
    document: documentWith({ pools: [{ key: 'p0', members: members(1_001) }] }),
    received: '1001 members',
  },
  {
    what: 'rules',
    mutation: 'upsertRule',
    input: { key: 'one', position: 1, pool: 'p0' },
    command: ['rule', '--position', '1', '--pool', 'p0'],
    document: documentWith({
      pools: onePool,
      rules: count(1_001, (index) => ({ key: `r${index}`, position: index + 1, pool: 'p0' })),
    }),
    received: '1001 rules',
  },
  {
    what: 'values of all conditions',
    mutation: 'upsertRule',
    input: { key: 'r0', match: { pathPrefixes: prefixes(11) } },
    command: ['rule', '--match', JSON.stringify({ pathPrefixes: prefixes(11) })],
    document: documentWith({
      pools: onePool,
      rules: count(101, (index) => ({
        key: `r${index}`,
        position: index + 1,
        pool: 'p0',
        match: { pathPrefixes: prefixes(index === 0 ? 1 : 100) },
      })),
    }),
    received: '10001 values of conditions',
  },
  {
    what: 'values of a condition',
    mutation: 'upsertRule',
    input: { key: 'r0', match: { pathPrefixes: prefixes(101) } },
    command: ['rule', '--match', JSON.stringify({ pathPrefixes: prefixes(101) })],
    document: documentWith({
      pools: onePool,
      rules: [{ key: 'r0', position: 1, pool: 'p0', match: { pathPrefixes: prefixes(101) } }],
    }),
    received: '101 values',
  },
  {
    what: 'texts of user agents',
    mutation: 'upsertRule',
    input: { key: 'r20', match: { userAgents: texts(10) } },
    command: ['rule', '--match', JSON.stringify({ userAgents: texts(10) })],
    document: documentWith({
      pools: onePool,
      rules: count(11, (index) => ({
        key: `r${index}`,
        position: index + 1,
        pool: 'p0',
        match: { userAgents: texts(index === 0 ? 10 : 20) },
      })),
    }),
    received: '210 texts of user agents',
  },
  {
    what: 'zones',
    mutation: 'upsertZone',
    input: { key: 'one', cidrs: ['192.0.2.0/24'] },
    command: ['zone', '--cidrs', '192.0.2.0/24'],
    document: documentWith({ zones: count(101, (index) => ({ key: `z${index}`, cidrs: networks(1, index) })) }),
    received: '101 zones',
  },
  {
    what: 'networks of all zones',
    mutation: 'upsertZone',
    input: { key: 'z0', cidrs: networks(201, 0) },
    command: ['zone', '--cidrs', networks(201, 0).join(',')],
    document: documentWith({
      zones: count(100, (index) => ({ key: `z${index}`, cidrs: networks(index === 0 ? 201 : 200, index) })),
    }),
    received: '20001 networks',
  },
  {
    what: 'expectations',
    mutation: 'upsertExpectation',
    input: { key: 'one', never: ['c0'] },
    command: ['expectation', '--never', 'c0'],
    document: documentWith({ expectations: expectations(101) }),
    received: '101 expectations',
  },
])('one too many of $what', ({ mutation, input, command: [word = '', ...options], document, received }) => {
  it(`is refused by ${mutation} as TOO_MANY`, async () => {
    const before = await versions()
    const { data } = await control.graphql<{ answer: { code?: string; message?: string } }>(
      `mutation ($input: ${mutation.slice('upsert'.length)}Input!) { answer: ${mutation}(input: $input) { ... on UserError { code message } } }`,
      { input },
    )
    expect(data.answer).toEqual({ code: 'TOO_MANY', message: expect.stringContaining(received) })
    expect(await versions()).toEqual(before)
  })

  it('is refused by applyConfig', async () => {
    const before = await versions()
    const { data } = await control.graphql<{ applyConfig: { code?: string } }>(
      'mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { ... on UserError { code message } } }',
      { config: document },
    )
    expect(data.applyConfig).toEqual({ code: 'TOO_MANY', message: expect.stringContaining(received.split(' ')[0] ?? '') })
    expect(await versions()).toEqual(before)
  })

  it('is refused by sluice config apply', async () => {
    const before = await versions()
    const text = JSON.stringify({ formatVersion: 5, ...document })
    const told = await sluiceHere(['config', 'apply', '-', '--yes'], service, { input: text })
    expect(told).toMatchObject({ code: 65, stdout: '', stderr: expect.stringMatching(/TOO_MANY|allowed is at most/) })
    expect(await versions()).toEqual(before)
  })

  it(`is refused by sluice ${word} set`, async () => {
    const before = await versions()
    const told = await sluiceHere([word, 'set', input.key, ...options], service)
    expect(told).toMatchObject({ code: 65, stdout: '', stderr: expect.stringContaining('TOO_MANY') })
    expect(await versions()).toEqual(before)
  })
})

it('takes 20,000 networks as one document, and says of a larger one that parts are taken', async () => {
  const plan = (cidrs: readonly string[]) =>
    sluiceHere(['config', 'plan', '-'], service, {
      input: JSON.stringify({ formatVersion: 5, ...documentWith({ zones: [{ key: 'z', cidrs }] }) }),
    })
  expect(await plan(zones.flatMap(({ cidrs }) => cidrs))).toMatchObject({
    code: 2, // there are changes
    stdout: expect.stringContaining('+ zones.z\n'),
  })
  const long = count(20_000, (index) => `2001:db8:abcd:ef01:2345:6789:abcd:${index.toString(16)}/128`)
  expect((await plan(long)).stderr).toMatch(/over 524288 bytes; .*in parts, by upsertPool, upsertRule and upsertZone/)
})

it('is all as it was after that', async () => expect(await control.store.state()).toEqual(atBounds))
