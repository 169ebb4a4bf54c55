import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addEditors } from '../../src/control/graphql/working-copy/editors-of.ts'
import { byKey } from '../../src/core/config/model.ts'
import { attempt } from '../contract/changes.ts'
import { cdnWith } from '../support/config.ts'
import { openControl, type ControlUnderTest } from '../support/control.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { planned, planner } from '../support/planner.ts'

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl({
    authenticate: async (rawHeaders) => {
      const name = /^Bearer (\w+)$/.exec(rawHeaders[rawHeaders.indexOf('authorization') + 1] ?? '')?.[1] ?? 'nobody'
      return { kind: 'KNOWN', viewer: { name, roles: ['admin'], expiresAt: null } }
    },
  })
})
afterAll(() => control.close())
/** The trail of the tests before stays: nobody in it may be taken for an editor of what follows. */
beforeEach(async () => {
  await as('nobody', apply(10))
})

async function as(who: string, query: string): Promise<Record<string, unknown>> {
  const answer = await control.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${who}` },
    payload: { query },
  })
  const { data, errors } = answer.json<{ data: Record<string, unknown>; errors?: unknown }>()
  expect(errors).toBeUndefined()
  return data
}

const setCdn = (fields: string) => `mutation { upsertCdn(input: { key: "default", ${fields} }) { __typename } }`
const addCdn = (key: string) => `mutation { upsertCdn(input: { key: "${key}", baseUrl: "${key}.example.com" }) { __typename } }`
const setSettings = (fields: string) => `mutation { updateSettings(input: { ${fields} }) { __typename } }`
const discard = 'mutation { discardChanges { __typename } }'
const publish = 'mutation { publish(input: {}) { ... on PublishSuccess { changes { path kind before after author } } } }'
const rollback = (to: number) => `mutation { rollback(input: { toRevision: ${to} }) { __typename } }`
const apply = (ratio: number) =>
  `mutation { applyConfig(input: { config: {
    cdns: [{ key: "default", baseUrl: "cdn.example.com" }]
    originClusters: [{ key: "origin-cluster", hostSuffix: "origin-cluster" }]
    settings: { ratio: ${ratio} }
  } }) { __typename } }`

async function pending(): Promise<readonly string[]> {
  const { pendingChanges } = await as('eve', '{ pendingChanges { path author } }')
  return (pendingChanges as { path: string; author: string | null }[]).map(({ path, author }) => `${path} ${author}`)
}

type Steps = readonly (readonly [who: string, query: string])[]

it.each<{ readonly what: string; readonly steps: Steps; readonly authors: readonly string[] }>([
  {
    what: 'two fields of one object are their editors’',
    steps: [['ann', setCdn('weight: 5')], ['bob', setCdn('name: "main"')]], // prettier-ignore
    authors: ['cdns.default.name bob', 'cdns.default.weight ann'],
  },
  {
    what: 'a field that was edited twice is the later editor’s',
    steps: [['ann', setCdn('weight: 5')], ['bob', setCdn('weight: 6')], ['ann', setCdn('name: "main"')]], // prettier-ignore
    authors: ['cdns.default.name ann', 'cdns.default.weight bob'],
  },
  {
    what: 'an edit that was taken back is nobody’s, whoever took it back',
    steps: [['ann', setCdn('weight: 5')], ['bob', setCdn('weight: 1')], ['bob', setSettings('ratio: 3')]], // prettier-ignore
    authors: ['settings.ratio bob'],
  },
  {
    what: 'an edit anew after it was taken back is not the first editor’s',
    steps: [['ann', setCdn('weight: 5')], ['bob', setCdn('weight: 1')], ['eve', setCdn('weight: 2')]], // prettier-ignore
    authors: ['cdns.default.weight eve'],
  },
  {
    what: 'after a discard only what came later counts',
    steps: [['ann', setCdn('weight: 5')], ['ann', setSettings('ratio: 3')], ['bob', discard], ['eve', setCdn('weight: 5')]], // prettier-ignore
    authors: ['cdns.default.weight eve'],
  },
  {
    what: 'a new object is whose who edited it last',
    steps: [['ann', addCdn('b')], ['bob', addCdn('c')], ['eve', 'mutation { upsertCdn(input: { key: "c", weight: 2 }) { __typename } }']], // prettier-ignore
    authors: ['cdns.b ann', 'cdns.c eve'],
  },
  {
    what: 'a deleted object is whose who deleted it',
    steps: [['ann', setCdn('weight: 5')], ['bob', addCdn('b')], ['eve', 'mutation { deleteCdn(key: "default") { __typename } }']], // prettier-ignore
    authors: ['cdns.b bob', 'cdns.default eve'],
  },
  {
    what: 'another object whose key begins alike is another object',
    steps: [['ann', addCdn('b')], ['bob', addCdn('b-b')]], // prettier-ignore
    authors: ['cdns.b ann', 'cdns.b-b bob'],
  },
  {
    what: 'what a rollback left is pending no more',
    steps: [['ann', setSettings('ratio: 3')], ['ann', publish], ['bob', setCdn('weight: 5')], ['eve', rollback(1)], ['eve', setSettings('ratio: 4')]], // prettier-ignore
    authors: ['settings.ratio eve'],
  },
  {
    what: 'what a rollback to the live content left is pending no more',
    steps: [['ann', setSettings('ratio: 3')], ['bob', rollback(1)], ['eve', setSettings('redirectStatus: 307')]], // prettier-ignore
    authors: ['settings.redirectStatus eve'],
  },
  {
    what: 'what a whole document left is pending no more',
    steps: [['ann', setSettings('ratio: 3')], ['bob', apply(3)], ['eve', setSettings('ratio: 4')]], // prettier-ignore
    authors: ['settings.ratio eve'],
  },
])('$what', async ({ steps, authors }) => {
  for (const [who, query] of steps) await as(who, query)
  expect(await pending()).toEqual(authors)
  const published = await as('zoe', publish)
  expect((published['publish'] as { changes: object[] }).changes).toMatchObject(
    authors.map((line) => ({ path: line.split(' ')[0], author: line.split(' ')[1] })),
  )
  expect(await pending()).toEqual([])
})

it('leaves what is pending beside a direct publish to its editors', async () => {
  await as('ann', setCdn('weight: 5'))
  await as('bob', setSettings('redirectStatus: 307'))
  const payload = { cdn_host: 'new.example.com', ratio: 3 }
  await control.app.inject({ method: 'PUT', url: '/config', headers: { authorization: 'Bearer eve' }, payload })
  expect(await pending()).toEqual(['cdns.default.weight ann', 'settings.redirectStatus bob'])
})

it('tells with a publish what it made live, in the order of the paths, and nothing when nothing was pending', async () => {
  await as('bob', setSettings('ratio: 3'))
  await as('ann', addCdn('b'))
  const b = { key: 'b', name: 'b', baseUrl: 'b.example.com', weight: 1, enabled: true }
  const changes = [
    { path: 'cdns.b', kind: 'ADDED', before: null, after: b, author: 'ann' },
    { path: 'settings.ratio', kind: 'CHANGED', before: 10, after: 3, author: 'bob' },
  ]
  expect(await as('eve', publish)).toEqual({ publish: { changes } })
  expect(await as('eve', publish)).toEqual({ publish: { changes: [] } })
})

describe('what a whole configuration throws away', () => {
  const told = 'revision { number } discarded { path before after author }'
  const back = (options: string) =>
    `mutation { rollback(input: { toRevision: 1${options} }) { ... on RollbackSuccess { ${told} } } }`
  const whole = (options: string) => `mutation { applyConfig(input: { config: {
    cdns: [{ key: "default", baseUrl: "cdn.example.com" }]
    originClusters: [{ key: "origin-cluster", hostSuffix: "origin-cluster" }]
    settings: { ratio: 3 }
  }${options} }) { ... on ApplyConfigSuccess { ${told} } } }`
  const discarded = [
    { path: 'cdns.default.weight', before: 1, after: 5, author: 'ann' },
    { path: 'settings.redirectStatus', before: 302, after: 307, author: 'bob' },
  ]
  const lastEvent = async () => {
    const { auditLog } = await as('eve', '{ auditLog(first: 1) { edges { node { action actor before after } } } }')
    return (auditLog as { edges: { node: { before: unknown } }[] }).edges[0]?.node
  }

  it.each([
    { how: 'a rollback', action: 'rollback', change: back, to: { ratio: 10 } },
    { how: 'a document', action: 'applyConfig', change: whole, to: { ratio: 3 } },
  ])('$how tells whose it was, before and after, and the audit event has it', async ({ action, change, to }) => {
    await as('ann', setSettings('ratio: 4'))
    await as('ann', publish)
    await as('ann', setCdn('weight: 5'))
    await as('bob', setSettings(`redirectStatus: 307, ratio: ${to.ratio}`)) // the ratio is what it comes to
    expect(await as('eve', change(', dryRun: true'))).toEqual({ [action]: { revision: null, discarded } })
    expect(await pending()).toHaveLength(3)
    const key = `, idempotencyKey: "${action}"`
    const made = { revision: { number: expect.any(Number) } }
    expect(await as('eve', change(key))).toEqual({ [action]: { ...made, discarded } })
    expect(await pending()).toEqual([])
    expect(await lastEvent()).toMatchObject({
      action,
      actor: 'eve',
      before: { live: expect.any(Number), 'cdns.default.weight': 5, 'settings.redirectStatus': 307 },
      after: { live: expect.any(Number), 'cdns.default.weight': 1, 'settings.redirectStatus': 302 },
    })
    expect(Object.keys((await lastEvent())?.before as object)).toHaveLength(3)
    await as('ann', setCdn('weight: 6'))
    expect(await as('eve', change(key))).toEqual({ [action]: { ...made, discarded: [] } })
    expect(await pending()).toEqual(['cdns.default.weight ann'])
  })

  it('is told, too, where it makes no revision', async () => {
    await as('ann', apply(3))
    await as('bob', setSettings('ratio: 20'))
    const lost = [{ path: 'settings.ratio', before: 3, after: 20, author: 'bob' }]
    expect(await as('eve', whole(''))).toMatchObject({ applyConfig: { discarded: lost } })
    expect(await lastEvent()).toMatchObject({ before: { 'settings.ratio': 20 }, after: { 'settings.ratio': 3 } })
    expect(await as('eve', whole(''))).toMatchObject({ applyConfig: { discarded: [] } })
  })

  it('of two in one request each has its own', async () => {
    await as('ann', apply(3))
    await as('bob', setSettings('ratio: 20'))
    const { first, edit, second } = await as(
      'eve',
      `mutation { first: ${whole('').slice(11, -2)} edit: updateSettings(input: { ratio: 30 }) { __typename } second: ${whole('').slice(11, -2)} }`,
    )
    expect(edit).toBeTruthy()
    expect([first, second]).toMatchObject([
      { discarded: [{ after: 20, author: 'bob' }] },
      { discarded: [{ after: 30, author: 'eve' }] },
    ])
  })

  it('by hundreds stays within the bounds of the audit event', async () => {
    const { workingCopy } = await control.store.state()
    const added = Array.from({ length: 400 }, (_, index) => cdnWith({ key: `c${index}`, name: 'x'.repeat(150) }))
    const config = { ...workingCopy, cdns: [...workingCopy.cdns, ...added].toSorted(byKey) }
    await control.store.change(
      attempt,
      planner(() => planned({ workingCopy: config, revision: undefined })),
    )
    const { applyConfig } = await as('eve', whole(''))
    expect((applyConfig as { discarded: unknown[] }).discarded).toHaveLength(400)
    expect(await lastEvent()).toMatchObject({
      before: { truncated: true, values: 401, paths: expect.arrayContaining(['live', 'cdns.c0']) },
    })
    expect(JSON.stringify(await lastEvent()).length).toBeLessThan(32_768 * 2 + 1_000)
  })
})

it.each([
  { others: 499, author: 'ann' },
  { others: 1_234, author: 'ann' },
  { others: 5_000, author: null },
])(
  'reads the trail in pages, and ends: $others edits of other fields later the editor is $author',
  async ({ others, author }) => {
    const { client, close } = await openMemoryDatabase()
    const event = { at: new Date(0), role: 'editor', address: '', action: 'upsertCdn', target: 'cdns.a', requestId: '' }
    const edit = (actor: string, field: string, outcome: string) => ({
      ...event,
      actor,
      outcome,
      after: { [`cdns.a.${field}`]: 1 },
    })
    await client.auditEvent.createMany({ data: [edit('ann', 'weight', 'ACCEPTED'), edit('zoe', 'weight', 'REFUSED')] })
    await client.auditEvent.create({ data: edit('bob', 'name', 'ACCEPTED') })
    await client.$executeRaw`
    INSERT INTO audit_event (at, actor, role, address, action, target, outcome, after, request_id)
    SELECT at, actor, role, address, action, target, outcome, after, request_id FROM audit_event, generate_series(2, ${others})
    WHERE actor = 'bob'`
    await client.auditEvent.create({ data: { ...edit('zoe', 'weight', 'ACCEPTED'), target: 'cdns.b' } })
    const changes = ['name', 'weight'].map((field) => ({
      path: `cdns.a.${field}`,
      kind: 'CHANGED' as const,
      before: 0,
      after: 1,
    }))
    const found = await addEditors(client, changes)
    expect(found.map((change) => change.author)).toEqual(['bob', author])
    await close()
  },
)
