import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role, Viewer } from '../../src/core/access/roles.ts'
import { everybodyIs, openControl, type ControlUnderTest } from '../support/control.ts'
import { parseExposition } from '../support/exposition.ts'

/** On the public listener, and on one of its own. */
let controls: Readonly<Record<'viewer' | 'OPEN', ControlUnderTest>>
/** Whose the token is; undefined: there is none. */
let viewer: Viewer | undefined
beforeAll(async () => {
  const authenticate = everybodyIs(() => viewer)
  controls = {
    viewer: await openControl({ authenticate }),
    OPEN: await openControl({ authenticate, areMetricsOpen: true }),
  }
})
afterAll(async () => {
  for (const control of Object.values(controls)) await control.close()
})

const withRoles = (...roles: readonly Role[]): Viewer => ({ name: 'somebody', roles, expiresAt: null })

describe.each([
  { access: 'viewer', who: undefined, status: 401 },
  { access: 'viewer', who: withRoles(), status: 403 },
  { access: 'viewer', who: withRoles('viewer'), status: 200 },
  { access: 'viewer', who: withRoles('admin'), status: 200 },
  { access: 'OPEN', who: undefined, status: 200 },
  { access: 'OPEN', who: withRoles('viewer'), status: 200 },
] as const)('/metrics, where it is for $access, asked by $who.roles', ({ access, who, status }) => {
  it.each(['GET', 'HEAD'] as const)(`answers %s with ${status}, never to be stored`, async (method) => {
    viewer = who
    const answer = await controls[access].app.inject({ method, url: '/metrics' })
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([status, 'no-store'])
  })
})

it("has the media type and the form of Prometheus' text format", async () => {
  const answer = await controls.OPEN.app.inject('/metrics')
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(parseExposition(answer.body).samples.get('sluice_revision')).toBe(1)
})

describe('times that the control process measures', () => {
  const count = async (sample: string): Promise<number> => {
    viewer = withRoles('admin')
    return parseExposition((await controls.OPEN.app.inject('/metrics')).body).samples.get(sample) ?? 0
  }
  const operations = (operation: string, outcome: string): Promise<number> =>
    count(`sluice_graphql_operation_duration_seconds_count{operation="${operation}",outcome="${outcome}"}`)
  const publishes = (outcome: string): Promise<number> => count(`sluice_publish_duration_seconds_count{outcome="${outcome}"}`)

  it.each([
    { query: 'query Mine { workers { id } }', operation: 'workers', outcome: 'answered' },
    { query: '{ alias: workers { id } again: workers { id } }', operation: 'workers', outcome: 'answered' },
    { query: '{ ...on Query { ...F } } fragment F on Query { workers { id } }', operation: 'workers', outcome: 'answered' },
    { query: '{ traffic(windowSeconds: 0) { requests } }', operation: 'traffic', outcome: 'failed' },
    { query: 'mutation { discardChanges { __typename } }', operation: 'discardChanges', outcome: 'answered' },
    { query: '{ __typename }', operation: '__typename', outcome: 'answered' },
  ])('count $query once, as $operation, $outcome', async ({ query, operation, outcome }) => {
    const before = await operations(operation, outcome)
    await controls.OPEN.graphql(query)
    expect(await operations(operation, outcome)).toBe(before + 1)
  })

  it('know nothing of names that a client made up', async () => {
    await controls.OPEN.graphql('query MadeUp { workers { madeUp } }')
    await controls.OPEN.graphql('query MadeUp { madeUp }')
    expect((await controls.OPEN.app.inject('/metrics')).body).not.toMatch(/madeUp/i)
  })

  it('count what was published, refused, or failed, and no edit', async () => {
    const read = (): Promise<readonly number[]> => Promise.all(['published', 'refused', 'failed'].map(publishes))
    expect(await read()).toEqual([0, 0, 0])
    await controls.OPEN.graphql('mutation { updateSettings(input: { ratio: 7 }) { __typename } }')
    expect(await read()).toEqual([0, 0, 0])
    await controls.OPEN.graphql('mutation { publish(input: {}) { __typename } }')
    expect(await read()).toEqual([1, 0, 0])
    await controls.OPEN.graphql('mutation { publish(input: { expectedRevision: 99 }) { __typename } }')
    expect(await read()).toEqual([1, 1, 0])
    controls.OPEN.goAway('ECONNREFUSED')
    await controls.OPEN.graphql('mutation { publish(input: {}) { __typename } }')
    expect(await read()).toEqual([1, 1, 1])
  })
})
