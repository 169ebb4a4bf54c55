import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { location, put, video } from '../support/admin.ts'
import { askMany, canariesOf, watchWorkers } from '../support/canary.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

let group: Group
let canaries: ReturnType<typeof canariesOf>
beforeAll(async () => {
  group = await startGroup({ env: { WORKERS: '3', RATIO: '0' } })
  canaries = canariesOf(group)
}, 60_000)
afterAll(() => group.destroy())

const toCdn = (host: string): string => `upsertCdn(input: { key: "default", baseUrl: "${host}" })`
/** What the load asks for is refused by such a revision. */
const elsewhere = (suffix: string): string => `upsertOriginCluster(input: { key: "origin-cluster", hostSuffix: "${suffix}" })`
const discard = (): Promise<unknown> => canaries.answer('mutation { discardChanges { __typename } }')
const end = (revision: number, outcome: string) =>
  canaries.answer<{
    endCanary: object
  }>(`mutation { endCanary(input: { revision: ${revision}, outcome: ${outcome}, message: "seen enough" }) {
    ... on UserError { code message }
    ... on EndCanarySuccess { canary { state reason } revision { number } workers { id isRunning } } } }`)

describe('a canary of one worker of three', () => {
  it('goes on to all after its seconds; until then the others run what was live, and nobody else is told', async () => {
    const before = await canaries.live()
    const watched = await watchWorkers(group)
    const changes = await subscribe(group.url, group.token, 'subscription { canaryChanged { revision state } }')
    const lives = await subscribe(group.url, group.token, 'subscription { configPublished { number canary { state } } }')
    expect(await changes.next()).toEqual({ canaryChanged: null })
    expect(await lives.next()).toEqual({ configPublished: { number: before, canary: null } })

    const started = performance.now()
    const published = await canaries.publish(toCdn('first.example.com'), 'workers: 1, seconds: 5')
    const revision = before + 1
    expect(published).toMatchObject({
      revision: { number: revision, parent: before, canary: { workers: 1, state: 'RUNNING', reason: null } },
      workers: [
        { id: 'worker-1', isRunning: true },
        { id: 'worker-2', isRunning: false },
        { id: 'worker-3', isRunning: false },
      ],
    })
    expect(await changes.next()).toEqual({ canaryChanged: { revision, state: 'RUNNING' } })
    expect([await canaries.live(), await canaries.revisions()]).toEqual([before, [revision, before, before]])
    const seen = new Map<string, number>()
    // Which worker takes a connection is the kernel's choice.
    await until('both are seen, and enough of the canary', 2_500, async () => {
      for (const [host, count] of await askMany(`${group.url}${video}`, 30)) seen.set(host, (seen.get(host) ?? 0) + count)
      return seen.size > 1 && (seen.get('first.example.com') ?? 0) >= 20
    })
    expect([...seen.keys()].toSorted()).toEqual(['cdn.example.com', 'first.example.com'])
    const groups = { own: seen.get('first.example.com'), others: seen.get('cdn.example.com') }
    await until('both groups are counted', 2_500, async () => {
      const { canary } = await canaries.answer<{ canary: { traffic: Record<'own' | 'others', { requests: number }> | null } }>(
        '{ canary { traffic { own { requests } others { requests } } } }',
      )
      return canary.traffic?.own.requests === groups.own && canary.traffic?.others.requests === groups.others
    })

    expect(await canaries.ended(8_000)).toMatchObject({ state: 'PROMOTED', reason: expect.stringContaining('5 s are over') })
    expect(performance.now() - started).toBeGreaterThan(5_000)
    expect(await changes.next()).toEqual({ canaryChanged: { revision, state: 'PROMOTED' } })
    await until('all run it', 2_000, async () => (await canaries.revisions()).every((number) => number === revision))
    expect(await lives.next()).toEqual({ configPublished: { number: revision, canary: { state: 'PROMOTED' } } })
    expect(await canaries.live()).toBe(revision)
    expect(await location(group)).toContain('first.example.com')
    expect([...(watched.ran.get('worker-1') ?? [])]).toEqual([before, revision])
    const [trail] = (
      await canaries.answer<{ auditLog: { nodes?: never; edges: readonly { node: object }[] } }>(
        '{ auditLog(first: 1) { edges { node { actor action revision before after } } } }',
      )
    ).auditLog.edges
    expect(trail?.node).toMatchObject({ actor: 'sluice', action: 'canaryPromoted', revision, before: { live: before } })
    for (const subscription of [watched, changes, lives]) subscription.close()
  }, 20_000)

  it('is taken back by itself when its refusals rise; the others never ran it, and the edits stay pending', async () => {
    const before = await canaries.live()
    const watched = await watchWorkers(group)
    const published = await canaries.publish(elsewhere('elsewhere'), 'percent: 10, seconds: 60')
    expect(published).toMatchObject({ revision: { canary: { workers: 1 } } })
    const { number } = published.revision
    await until('the canary has ended', 20_000, async () => {
      await askMany(`${group.url}${video}`, 30)
      return (await canaries.canary())?.state === 'TAKEN_BACK'
    })
    expect(await canaries.canary()).toMatchObject({
      revision: number,
      state: 'TAKEN_BACK',
      reason: expect.stringMatching(/requests were refused, more than [\d.]+ %/),
    })
    await until('its worker is back', 2_000, async () => (await canaries.revisions()).every((running) => running === before))
    expect([await canaries.live(), [...(await askMany(`${group.url}${video}`, 30)).keys()]]).toEqual([
      before,
      ['first.example.com'],
    ])
    for (const id of ['worker-2', 'worker-3']) expect([...(watched.ran.get(id) ?? [])]).toEqual([before])
    expect(await canaries.answer('{ pendingChanges { path after } }')).toMatchObject({
      pendingChanges: [{ path: 'originClusters.origin-cluster.hostSuffix', after: 'elsewhere' }],
    })
    watched.close()
    await discard()
  }, 30_000)

  it('is ended by an operator, either way; meanwhile nothing else is published, and edits go on', async () => {
    const before = await canaries.live()
    const first = (await canaries.publish(toCdn('second.example.com'), 'workers: 2, seconds: 600')).revision.number
    const refused = await put(group, { ratio: 7 })
    expect([refused.status, JSON.parse(refused.body)]).toMatchObject([409, { error: { code: 'CANARY_RUNNING' } }])
    expect(await canaries.publish(toCdn('third.example.com'), 'workers: 1, seconds: 1')).toMatchObject({ code: 'CANARY_RUNNING' })
    expect(await end(first - 1, 'TAKE_BACK')).toMatchObject({ endCanary: { code: 'CANARY_NOT_RUNNING' } })
    const workers = ['worker-1', 'worker-2', 'worker-3'].map((id) => ({ id, isRunning: true }))
    expect(await end(first, 'TAKE_BACK')).toMatchObject({
      endCanary: { canary: { state: 'TAKEN_BACK', reason: 'seen enough' }, revision: { number: before }, workers },
    })
    expect([...(await askMany(`${group.url}${video}`, 30)).keys()]).toEqual(['first.example.com'])
    const second = (await canaries.publish(toCdn('third.example.com'), 'workers: 1, seconds: 600')).revision
    expect(second).toMatchObject({ number: first + 1, parent: before })
    expect(await end(second.number, 'PROMOTE')).toMatchObject({
      endCanary: { canary: { state: 'PROMOTED' }, revision: { number: second.number }, workers },
    })
    expect([...(await askMany(`${group.url}${video}`, 30)).keys()]).toEqual(['third.example.com'])
  }, 30_000)

  it('is taken back by a rollback, which all workers then run', async () => {
    const before = await canaries.live()
    const { number } = (await canaries.publish(toCdn('fourth.example.com'), 'workers: 1, seconds: 600')).revision
    const rolledBack = await canaries.answer(
      'mutation { rollback(input: { toRevision: 1 }) { ... on RollbackSuccess { revision { number parent rollbackOf } } } }',
    )
    expect(rolledBack).toEqual({ rollback: { revision: { number: number + 1, parent: before, rollbackOf: 1 } } })
    expect(await canaries.canary()).toMatchObject({ revision: number, state: 'TAKEN_BACK', reason: 'rolled back to revision 1' })
    expect([await canaries.live(), await canaries.revisions()]).toEqual([number + 1, [number + 1, number + 1, number + 1]])
    expect([...(await askMany(`${group.url}${video}`, 30)).keys()]).toEqual(['cdn.example.com'])
  }, 20_000)

  it('is taken back when the process of its worker ends, and the one that replaces it runs what is live', async () => {
    const before = await canaries.live()
    await canaries.publish(toCdn('fifth.example.com'), 'workers: 1, seconds: 600')
    const canary = (await canaries.workers()).find(({ id }) => id === 'worker-1')
    process.kill(canary?.pid ?? 0, 'SIGKILL')
    expect(await canaries.ended(5_000)).toMatchObject({
      state: 'TAKEN_BACK',
      reason: expect.stringContaining('process of worker-1 ended'),
    })
    await until('all run what is live', 4_000, async () =>
      (await canaries.workers()).every(({ state, revision }) => state === 'READY' && revision === before),
    )
    await discard()
  }, 20_000)

  it('goes on after a kill -9 of the control process, by the clock on the wall; nobody else runs it meanwhile', async () => {
    const before = await canaries.live()
    const { number } = (await canaries.publish(toCdn('sixth.example.com'), 'workers: 1, seconds: 12, onTooFewRequests: PROMOTE'))
      .revision
    process.kill(await controlPidOf(group), 'SIGKILL')
    await until('the control process answers again', 10_000, async () => (await canaries.live().catch(() => 0)) === before)
    await until('all workers have reported', 3_000, async () => (await canaries.workers()).length === 3)
    expect(await canaries.canary()).toMatchObject({ revision: number, state: 'RUNNING' })
    expect(await canaries.revisions()).toEqual([number, before, before])
    expect(await canaries.ended(16_000)).toMatchObject({ revision: number, state: 'PROMOTED' })
    await until('all run it', 3_000, async () => (await canaries.revisions()).every((running) => running === number))
    expect(await canaries.live()).toBe(number)
  }, 40_000)

  it.each([
    { asked: '', state: 'TAKEN_BACK', action: 'canaryTakenBack' },
    { asked: ', onTooFewRequests: PROMOTE', state: 'PROMOTED', action: 'canaryPromoted' },
  ])(
    'of no requests is UNPROVEN and $state; event, subscription and audit trail say so',
    async ({ asked, state, action }) => {
      const before = await canaries.live()
      const changes = await subscribe(group.url, group.token, 'subscription { canaryChanged { revision state reason } }')
      await changes.next()
      const published = await canaries.publish(toCdn('unproven.example.com'), `workers: 1, seconds: 1${asked}`)
      const { number: revision } = published.revision
      const reason = 'UNPROVEN: 0 of the 20 requests that are needed were counted in its 1 s'
      expect(await changes.next()).toEqual({ canaryChanged: { revision, state: 'RUNNING', reason: null } })
      expect(await changes.next()).toEqual({ canaryChanged: { revision, state, reason } })
      expect(await canaries.canary()).toMatchObject({ revision, state, reason })
      const live = state === 'PROMOTED' ? revision : before
      await until('all run what is live', 3_000, async () => (await canaries.revisions()).every((number) => number === live))
      expect(await canaries.live()).toBe(live)
      expect(await canaries.answer('{ auditLog(first: 1) { edges { node { actor action after } } } }')).toMatchObject({
        auditLog: { edges: [{ node: { actor: 'sluice', action, after: { canary: state, live, reason } } }] },
      })
      changes.close()
    },
    20_000,
  )
})
