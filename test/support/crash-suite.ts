import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { video } from './admin.ts'
import { askMany, canariesOf } from './canary.ts'
import { keepAccount, liveOf, onlyHost, type RevisionTold } from './crash-account.ts'
import { drawSteps, type Crash } from './crash-steps.ts'
import { graphql } from './http.ts'
import { childrenOf, startGroup, type Group } from './process-group.ts'
import { until } from './until.ts'

type Done = { readonly revision?: RevisionTold; readonly code?: string }

const env = { WORKERS: '2' }

/** `steps` operations, and a kill -9 beside every fifth or so. */
export function crashSuite({ steps, seed }: { readonly steps: number; readonly seed: number }): void {
  let dataDir: string
  let group: Group
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
    group = await startGroup({ dataDir, env })
  })
  afterEach(async () => {
    await group.destroy()
    await rm(dataDir, { recursive: true, force: true })
  })

  // On a busy machine a start of the group alone takes seconds.
  const timeout = steps * 5_000
  it(
    `leaves live what was acknowledged, and its overrides in force, through ${steps} changes and crashes`,
    { timeout },
    async () => {
      const account = keepAccount(await liveOf(group))
      const counts = { published: 0, overridden: 0, crashes: 0 }
      for (const { operation, crash, afterMs } of drawSteps(steps, seed)) {
        const { query, override, ...variables } = operation
        const pid = crash === 'NONE' ? undefined : await pidOf(group, crash)
        const answer = graphql<{ done: Done }>(group.url, group.token, query, { ...variables, newest: account.newest() })
        const outcome = answer.then(
          ({ data }) => data?.done,
          () => undefined,
        )
        if (pid !== undefined) {
          counts.crashes += 1
          await pause(afterMs)
          process.kill(pid, 'SIGKILL')
          if (crash === 'GROUP') {
            await group.destroy()
            group = await startGroup({ dataDir, port: group.port, env })
          }
        }
        const done = await outcome
        expect([crash, done]).not.toEqual(['NONE', undefined])
        const isAcknowledged = done !== undefined && done.code === undefined
        if (isAcknowledged && account.acknowledge(operation, done.revision)) counts.published += 1
        if (isAcknowledged && override !== undefined) counts.overridden += 1
        await until('the control process answers', 60_000, () => liveOf(group).then(Boolean, () => false))
        const isInDoubt = pid !== undefined && !isAcknowledged
        if (isInDoubt) account.doubt(operation)
        // A worker's death leaves the control process at it; its own does not.
        await account.check(group, !isInDoubt || crash !== 'WORKER')
        await until('redirects go where the overrides say', 60_000, () => redirectsFollow(8))
      }

      const canaries = canariesOf(group)
      await until('no canary runs', 60_000, async () => (await canaries.canary())?.state !== 'RUNNING')
      const { number } = await account.check(group, true)
      await until('every worker runs what is live', 60_000, async () => {
        const workers = await canaries.workers()
        return workers.length === 2 && workers.every(({ revision, state }) => revision === number && state === 'READY')
      })
      expect(account.overrides()?.get('ADMIN_STATE')).toBe('DOWN')
      expect(await redirectsFollow(40)).toBe(true)
      expect([counts.published > steps / 6, counts.overridden > steps / 12, counts.crashes > steps / 10]).toEqual([
        true,
        true,
        true,
      ])

      async function redirectsFollow(count: number): Promise<boolean> {
        const only = onlyHost(account.overrides())
        return only === undefined || [...(await askMany(`${group.url}${video}`, count)).keys()].every((host) => host === only)
      }
    },
  )
}

/** A control process that has just started may answer before the workers have reported to it. */
async function pidOf(group: Group, target: Crash): Promise<number> {
  if (target === 'GROUP') return group.primaryPid
  let pid: number | undefined
  await until(`there is a ${target}`, 10_000, async () => {
    const workers = (await canariesOf(group).workers()).map((worker) => worker.pid)
    const children = await childrenOf(group.primaryPid)
    pid = workers.length === 0 ? undefined : children.find((child) => workers.includes(child) === (target === 'WORKER'))
    return pid !== undefined
  })
  return pid ?? 0
}
