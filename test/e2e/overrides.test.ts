import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { sluice, sluiceAsked, sluiceHere } from '../support/sluice-command.ts'
import { until } from '../support/until.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

const env = { WORKERS: '2', RATIO: '0' }

let group: Group
let dataDir: string

async function start(): Promise<void> {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  group = await startGroup({ dataDir, env })
  await run(
    'mutation { upsertCdn(input: { key: "other", baseUrl: "other.example.com" }) { __typename } publish(input: {}) { __typename } }',
  )
}

async function end(): Promise<void> {
  await group.destroy()
  await rm(dataDir, { recursive: true, force: true })
}

async function run<T = Record<string, unknown>>(query: string): Promise<T> {
  const { data, errors } = await graphql<T>(group.url, group.token, query)
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

const set = (input: string) =>
  run<{ setOverride: object }>(`mutation { setOverride(input: { ${input}, reason: "it burns" }) {
    __typename ... on SetOverrideSuccess { isFollowed } ... on UserError { code message } } }`)
const downOther = 'kind: ADMIN_STATE, target: "other", value: "DOWN"'
const followed = { setOverride: { __typename: 'SetOverrideSuccess', isFollowed: true } }

/** The hosts that so many redirects name, over as many connections. */
async function hosts(count = 40): Promise<ReadonlySet<string>> {
  const answers = await Promise.all(Array.from({ length: count }, () => ask(`${group.url}${video}`)))
  return new Set(answers.map(({ headers }) => new URL(headers.location ?? 'http://none').host))
}

/** The host of a redirect, or why there is none. */
const host = (): Promise<string> =>
  ask(`${group.url}${video}`, { timeoutMs: 1_000 }).then(
    ({ headers }) => new URL(headers.location ?? 'http://none').host,
    (error: Error) => error.message,
  )

type WorkerOf = { readonly id: string; readonly pid: number; readonly state: string }
const workers = async () => (await run<{ workers: WorkerOf[] }>('{ workers { id pid state } }')).workers

describe('an override', () => {
  beforeAll(start)
  afterEach(async () => {
    await sluiceHere(['override', 'lift', 'everything'], group)
  })
  afterAll(end)

  it('that takes a CDN out leaves it not one redirect after the answer, under load', async () => {
    const seen: { readonly askedMs: number; readonly host: string }[] = []
    const load = { stopped: false }
    const clients = Array.from({ length: 8 }, async () => {
      while (!load.stopped) {
        const askedMs = performance.now()
        seen.push({ askedMs, host: await host() })
      }
    })
    await until('both are redirected to', 5_000, () =>
      ['cdn.example.com', 'other.example.com'].every((one) => seen.some((each) => each.host === one)),
    )
    expect(await set(downOther)).toEqual(followed)
    const answeredMs = performance.now()
    await until('many were asked since', 10_000, () => seen.filter(({ askedMs }) => askedMs > answeredMs).length > 400)
    load.stopped = true
    await Promise.all(clients)
    expect(new Set(seen.filter(({ askedMs }) => askedMs > answeredMs).map((each) => each.host))).toEqual(
      new Set(['cdn.example.com']),
    )
    expect(new Set(seen.map((each) => each.host))).toEqual(new Set(['cdn.example.com', 'other.example.com']))
  })

  it('holds through publish and rollback, and is over with the answer that lifts it', async () => {
    await set(downOther)
    await run('mutation { upsertCdn(input: { key: "other", weight: 9 }) { __typename } publish(input: {}) { __typename } }')
    expect(await hosts()).toEqual(new Set(['cdn.example.com']))
    await run('mutation { rollback(input: { toRevision: 2 }) { __typename } }')
    expect(await hosts()).toEqual(new Set(['cdn.example.com']))
    await run('mutation { liftOverride(kind: ADMIN_STATE, target: "other") { __typename } }')
    expect(await hosts()).toEqual(new Set(['cdn.example.com', 'other.example.com']))
  })

  it('sends everything where it says', async () => {
    await set('kind: ALL_TO_ORIGIN')
    expect(await hosts()).toEqual(new Set(['s1.origin-cluster']))
    await set('kind: ALL_TO_CDN, target: "other"')
    expect(await hosts()).toEqual(new Set(['other.example.com']))
  })

  describe('on the command line', () => {
    it('is one line, and gone with another', async () => {
      const down = await sluice(['override', 'down', 'other', '--reason', 'it burns', '--for', '2h'], group)
      expect(down).toMatchObject({ code: 0, stderr: '' })
      expect(down.stdout).toMatch(/^ADMIN_STATE other DOWN until \S+Z, by admin-token at \S+Z: it burns\n$/)
      expect(await hosts()).toEqual(new Set(['cdn.example.com']))
      expect((await sluice(['override', 'list'], group)).stdout).toMatch(
        /^OVERRIDE +CDN +VALUE +UNTIL +BY +REASON +NOTE\nADMIN_STATE  other  DOWN   \S+Z  admin-token  it burns\n$/,
      )
      expect(await sluice(['override', 'lift', 'other'], group)).toMatchObject({ code: 0, stdout: `Lifted: ${down.stdout}` })
      expect(await hosts()).toEqual(new Set(['cdn.example.com', 'other.example.com']))
      expect((await sluice(['override', 'list'], group)).stdout).toBe('No overrides: what the live revision says holds.\n')
    })

    it('asks before it leaves no CDN, and needs --yes where nobody can be asked', async () => {
      const told = 'everything goes to the origin: now 100 %, before 0 %'
      const all = ['override', 'all-to-origin', '--reason', 'it burns']
      const silent = await sluice(all, group)
      expect(silent).toMatchObject({ code: 64, stdout: '' })
      expect(silent.stderr).toContain(told)
      expect(silent.stderr).toContain('nobody can be asked here, so nothing was changed: give --yes')
      const declined = await sluiceAsked(all, group, () => 'n\n')
      expect(declined).toMatchObject({ code: 1, asked: true, stdout: '' })
      expect(declined.stderr).toContain(told)
      expect((await sluiceHere(['override', 'list'], group)).stdout).toBe('No overrides: what the live revision says holds.\n')
      expect(await sluiceAsked(all, group, () => 'y\n')).toMatchObject({ code: 0, asked: true })
      expect(await hosts(4)).toEqual(new Set(['s1.origin-cluster']))
      expect(await sluiceHere(['override', 'lift', 'all-to'], group)).toMatchObject({ code: 0, stderr: '' })
      expect(await sluiceHere([...all, '--yes'], group)).toMatchObject({ code: 0, stderr: expect.stringContaining(told) })
    })

    it('tells which override it replaces, and lifts several so that a CDN is back before another goes', async () => {
      await run(
        'mutation { upsertCdn(input: { key: "other", enabled: false }) { __typename } publish(input: {}) { __typename } }',
      )
      await sluiceHere(['override', 'up', 'other', '--reason', 'needed'], group)
      const first = await sluiceHere(['override', 'down', 'default', '--reason', 'it burns', '--for', '1h'], group)
      expect(first).toMatchObject({ code: 0, stderr: '' })
      const again = await sluiceHere(['override', 'drain', 'default', '--reason', 'it smokes'], group)
      expect(again).toMatchObject({ code: 0, stderr: `Replaces: ${first.stdout}` })
      // Without the UP there is no CDN before the DRAIN is lifted.
      const alone = await sluiceHere(['override', 'lift', 'other'], group)
      expect(alone).toMatchObject({ code: 64, stdout: '' })
      const lifted = await sluiceHere(['override', 'lift', 'everything'], group)
      expect(lifted).toMatchObject({ code: 0, stderr: '' })
      expect(lifted.stdout.split('\n').map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
        'Lifted: ADMIN_STATE default DRAIN',
        'Lifted: ADMIN_STATE other UP',
        '',
      ])
    })

    it('refuses what is wrong, and says what', async () => {
      const refused = [
        { args: ['down', 'other'], code: 64, says: '--reason is needed' },
        { args: ['down', 'other', '--reason', 'x', '--for', '2 hours'], code: 64, says: '--for: received' },
        { args: ['weight', 'other', '1001', '--reason', 'x'], code: 64, says: 'WEIGHT: received' },
        { args: ['up', 'nobody', '--reason', 'x'], code: 65, says: 'UNKNOWN_REFERENCE: target: received' },
        { args: ['lift', 'ratio'], code: 65, says: 'NOT_FOUND' },
        { args: ['all-to-origin', 'other', '--reason', 'x'], code: 64, says: 'takes --reason TEXT' },
      ]
      for (const { args, code, says } of refused) {
        const outcome = await sluiceHere(['override', ...args], group)
        expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(says)])
      }
      expect((await sluiceHere(['override', 'list'], group)).stdout).toBe('No overrides: what the live revision says holds.\n')
    })
  })
})

describe('after a kill -9', () => {
  beforeEach(async () => {
    await start()
    await set(downOther)
  })
  afterEach(end)

  it('of a worker holds from the first redirect of the next one', async () => {
    const [first] = await workers()
    process.kill(first?.pid ?? 0, 'SIGKILL')
    expect(await hosts()).toEqual(new Set(['cdn.example.com']))
    await until('the new worker is ready', 2_000, async () => {
      const now = (await workers()).find(({ id }) => id === first?.id)
      return now?.state === 'READY' && now.pid !== first?.pid
    })
    expect(await hosts()).toEqual(new Set(['cdn.example.com']))
  })

  it('of the control process holds, there and at every worker that restarts meanwhile', async () => {
    const pids = (await workers()).map(({ pid }) => pid)
    const control = await controlPidOf(group)
    process.kill(control, 'SIGSTOP') // so that nobody tells the new workers anything
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    expect(await hosts()).toEqual(new Set(['cdn.example.com']))
    process.kill(control, 'SIGKILL')
    await until('the control process answers again', 20_000, async () => {
      expect(await hosts(4)).toEqual(new Set(['cdn.example.com']))
      return (await ask(`${group.url}/health`)).body === '{"status":"OK"}'
    })
    expect(await run('{ overrides { kind target value reason by inEffect } }')).toEqual({
      overrides: [{ kind: 'ADMIN_STATE', target: 'other', value: 'DOWN', reason: 'it burns', by: 'admin-token', inEffect: true }],
    })
    expect(await hosts()).toEqual(new Set(['cdn.example.com']))
  })

  it('of the whole group holds from the first redirect after a start', async () => {
    await group.destroy()
    group = await startGroup({ dataDir, env })
    expect(await hosts()).toEqual(new Set(['cdn.example.com']))
    expect(JSON.parse(await readFile(join(dataDir, 'overrides.json'), 'utf8'))).toMatchObject({ version: 1 })
  })
})

it('ends by itself at its time with the control process gone, and is dropped and recorded once it is back', async () => {
  await start()
  onTestFinished(end)
  const untilMs = Date.now() + 3_000
  await set(`${downOther}, until: "${new Date(untilMs).toISOString()}"`)
  const control = await controlPidOf(group)
  process.kill(control, 'SIGSTOP')
  await until('it is over', 8_000, async () => (await hosts(4)).has('other.example.com'))
  expect(Date.now() - untilMs).toBeGreaterThanOrEqual(-1) // control process and worker each read the wall clock in whole milliseconds
  expect(Date.now() - untilMs).toBeLessThan(1_000)
  process.kill(control, 'SIGCONT')
  const audit = '{ overrides { kind } auditLog(first: 2) { edges { node { action actor target } } } }'
  await until('it is recorded', 5_000, async () => JSON.stringify(await run(audit)).includes('overrideExpired'))
  expect(await run(audit)).toMatchObject({
    overrides: [],
    auditLog: {
      edges: [
        { node: { action: 'overrideExpired', actor: 'sluice', target: 'overrides.ADMIN_STATE.other' } },
        { node: { action: 'setOverride' } },
      ],
    },
  })
})
