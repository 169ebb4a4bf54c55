import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sha256Of } from '../../src/core/config/canonical.ts'
import { graphql } from './http.ts'
import { childrenOf, startGroup, type Group } from './process-group.ts'
import { until } from './until.ts'

type Operation = { readonly query: string; readonly ratio?: number; readonly back?: number }
/** Something an operator does; in the middle of it, or before, kill -9 of a process. */
type Step = { readonly operation: Operation; readonly crash: 'NONE' | 'WORKER' | 'CONTROL' | 'GROUP'; readonly afterMs: number }
type Live = { readonly number: number; readonly sha256: string; readonly config: { readonly settings: object } }
type WorkerOf = { readonly pid: number; readonly revision: number; readonly state: string }

const edit = 'mutation($ratio: Int) { done: updateSettings(input: { ratio: $ratio }) { ... on UserError { code } } }'
const editAndPublish = `mutation($ratio: Int) {
  updateSettings(input: { ratio: $ratio }) { ... on UserError { code } }
  done: publish(input: {}) { ... on PublishSuccess { revision { number sha256 } } ... on UserError { code } }
}`
const publish =
  'mutation { done: publish(input: {}) { ... on PublishSuccess { revision { number sha256 } } ... on UserError { code } } }'
const rollback =
  'mutation($back: Int!) { done: rollback(input: { toRevision: $back }) { ... on RollbackSuccess { revision { number sha256 } } ... on UserError { code } } }'

const operation = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 50 }).map((ratio): Operation => ({ query: edit, ratio })) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 50 }).map((ratio): Operation => ({ query: editAndPublish, ratio })) },
  { weight: 2, arbitrary: fc.constant<Operation>({ query: publish }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 6 }).map((back): Operation => ({ query: rollback, back })) },
)
const crash = fc.oneof(
  { weight: 12, arbitrary: fc.constant('NONE' as const) },
  { weight: 2, arbitrary: fc.constantFrom('WORKER' as const, 'CONTROL' as const) },
  { weight: 1, arbitrary: fc.constant('GROUP' as const) },
)
const step: fc.Arbitrary<Step> = fc.record({ operation, crash, afterMs: fc.integer({ min: 0, max: 12 }) })

/** `steps` operations, and a kill -9 beside every fifth or so. */
export function crashSuite({ steps, seed }: { readonly steps: number; readonly seed: number }): void {
  let dataDir: string
  let group: Group
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  })
  afterEach(async () => {
    await group.destroy()
    await rm(dataDir, { recursive: true, force: true })
  })

  it(`leaves live what was acknowledged, with a matching hash, through ${steps} changes and the crashes between`, async () => {
    group = await startGroup({ dataDir, env: { WORKERS: '2' } })
    /** By number the hash under which it was acknowledged, or first seen live after a crash left that in doubt. */
    const acknowledged = new Map<number, string>()
    let published = 0
    let crashes = 0

    const check = async (isInDoubt: boolean): Promise<Live> => {
      const live = await liveOf(group)
      expect(live.sha256).toBe(sha256Of(withoutNulls(live.config)))
      if (isInDoubt && live.number === acknowledged.size + 1) acknowledged.set(live.number, live.sha256)
      expect([live.number, live.sha256]).toEqual([acknowledged.size, acknowledged.get(acknowledged.size)])
      return live
    }

    acknowledged.set(1, (await liveOf(group)).sha256)
    for (const { operation: wanted, crash: target, afterMs } of fc.sample(step, { numRuns: steps, seed })) {
      const { query, ...variables } = wanted
      const pid = target === 'NONE' ? undefined : await pidOf(group, target)
      const answer = graphql<{ done: { revision?: { number: number; sha256: string } } }>(
        group.url,
        group.token,
        query,
        variables,
      )
      const outcome = answer.then(
        ({ data }) => data?.done,
        () => undefined,
      )
      if (pid !== undefined) {
        crashes += 1
        await pause(afterMs)
        process.kill(pid, 'SIGKILL')
        if (target === 'GROUP') {
          await group.destroy()
          group = await startGroup({ dataDir, port: group.port, env: { WORKERS: '2' } })
        }
      }
      const revision = (await outcome)?.revision
      if (revision !== undefined && !acknowledged.has(revision.number)) {
        acknowledged.set(revision.number, revision.sha256)
        published += 1
      }
      await until('the control process answers', 60_000, () => liveOf(group).then(Boolean, () => false))
      await check(pid !== undefined && revision === undefined)
    }

    const { number } = await check(false)
    await until('every worker runs what is live', 60_000, async () =>
      (await workersOf(group)).every(({ revision, state }) => revision === number && state === 'READY'),
    )
    expect([published > steps / 6, crashes > steps / 10]).toEqual([true, true])
  })
}

async function liveOf({ url, token }: Group): Promise<Live> {
  const query = `{ liveRevision { number sha256 config {
    cdns { key name baseUrl weight enabled }
    originClusters { key hostSuffix serverLabelPattern schemes ports }
    settings { ratio redirectStatus rateLimit { global { perSecond burst } } }
  } } }`
  const { data } = await graphql<{ liveRevision: Live }>(url, token, query)
  if (data === undefined) throw new Error('no live revision was told')
  return data.liveRevision
}

/** As in the document, where what is off is absent. */
function withoutNulls({ settings, ...config }: Live['config']): object {
  return { ...config, settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)) }
}

async function workersOf({ url, token }: Group): Promise<readonly WorkerOf[]> {
  return (await graphql<{ workers: WorkerOf[] }>(url, token, '{ workers { pid revision state } }')).data?.workers ?? []
}

async function pidOf(group: Group, target: 'WORKER' | 'CONTROL' | 'GROUP'): Promise<number> {
  if (target === 'GROUP') return group.primaryPid
  const workers = (await workersOf(group)).map(({ pid }) => pid)
  const children = await childrenOf(group.primaryPid)
  const pid = children.find((child) => workers.includes(child) === (target === 'WORKER'))
  if (pid === undefined) throw new Error(`no ${target}`)
  return pid
}
