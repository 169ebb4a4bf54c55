import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canariesOf } from '../support/canary.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// Canaries that begin, end by themselves, by hand and by a rollback, with a kill -9 in the middle of each.
const step = fc.record({
  seconds: fc.constantFrom(1, 600),
  killed: fc.constantFrom('CANARY', 'OTHER', 'CONTROL', 'CONTROL', 'GROUP'),
  end: fc.constantFrom('PROMOTE', 'TAKE_BACK', 'ROLLBACK'),
  isKilledBefore: fc.boolean(),
})
const env = { WORKERS: '2' }

let dataDir: string
let group: Group
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  group = await startGroup({ dataDir, env })
}, 60_000)
afterAll(async () => {
  await group.destroy()
  await rm(dataDir, { recursive: true, force: true })
})

it('leaves live what was acknowledged as live, whoever is killed while a canary runs; finally all workers run it', async () => {
  let canaries = canariesOf(group)
  /** By number: what is live, or went live for sure or perhaps. */
  const mayBeLive = new Set([1])
  let live = 1
  let ratio = 100
  for (const { seconds, killed, end, isKilledBefore } of fc.sample(step, { numRuns: 8, seed: 1_126 })) {
    ratio += 1
    const terms = `workers: 1, seconds: ${seconds}, onTooFewRequests: PROMOTE`
    const published = await canaries.publish(`updateSettings(input: { ratio: ${ratio} })`, terms)
    const { number } = published.revision
    expect(number).toBeGreaterThan(Math.max(...mayBeLive))
    if (seconds === 1) mayBeLive.add(number)
    const ending = isKilledBefore ? undefined : endBy(end, number).catch(() => undefined)
    await kill(killed)
    await ending
    await until('the control process answers', 60_000, () => canaries.live().then(Boolean, () => false))
    await endBy(end, number).catch(() => undefined)
    const canary = await canaries.ended(60_000)
    if (canary.revision === number && canary.state === 'PROMOTED') mayBeLive.add(number)
    const now = await canaries.live()
    const { liveRevision } = await canaries.answer<{
      liveRevision: { rollbackOf: number | null; canary: { state: string } | null }
    }>('{ liveRevision { rollbackOf canary { state } } }')
    expect(
      now === live || (mayBeLive.has(now) && liveRevision.canary?.state === 'PROMOTED') || liveRevision.rollbackOf === 1,
    ).toBe(true)
    expect(now).toBeGreaterThanOrEqual(live)
    expect((await canaries.answer<{ canary: { state: string } }>('{ canary { state } }')).canary.state).not.toBe('RUNNING')
    live = now
    mayBeLive.add(live)
    await until('all workers run what is live', 60_000, async () => {
      const workers = await canaries.workers().catch(() => [])
      return workers.length === 2 && workers.every(({ revision, state }) => revision === live && state === 'READY')
    })
  }

  async function endBy(how: string, number: number): Promise<unknown> {
    if (how === 'PROMOTE') mayBeLive.add(number)
    return canaries.answer(
      how === 'ROLLBACK'
        ? 'mutation { rollback(input: { toRevision: 1 }) { __typename } }'
        : `mutation { endCanary(input: { revision: ${number}, outcome: ${how} }) { __typename } }`,
    )
  }

  async function pidOf(whom: string): Promise<number> {
    if (whom === 'GROUP') return group.primaryPid
    if (whom === 'CONTROL') return controlPidOf(group)
    const id = whom === 'CANARY' ? 'worker-1' : 'worker-2'
    const pid = (await canaries.workers()).find((worker) => worker.id === id)?.pid
    if (pid === undefined) throw new Error(`no ${whom}`)
    return pid
  }

  async function kill(whom: string): Promise<void> {
    process.kill(await pidOf(whom), 'SIGKILL')
    if (whom !== 'GROUP') return
    await group.destroy()
    group = await startGroup({ dataDir, port: group.port, env })
    canaries = canariesOf(group)
  }
}, 400_000)
