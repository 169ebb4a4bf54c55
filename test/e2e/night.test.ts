import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify as stringifyYaml } from 'yaml'
import { video } from '../support/admin.ts'
import { askMany, canariesOf } from '../support/canary.ts'
import { ask, graphql } from '../support/http.ts'
import { startLoad, type Load } from '../support/load.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { sluice, sluiceHere } from '../support/sluice-command.ts'
import { subscribe } from '../support/sse.ts'
import { readTold, withoutMoments, wordsOf } from '../support/told-session.ts'
import { until } from '../support/until.ts'

// One story in steps: each begins where the one before has ended. The runbook tells it to people, and what is typed is read there.
const told = readTold('docs/runbook.md', 'A night')

let group: Group
let folder: string
let load: Load
let eve: Person
let otto: Person
let pia: Person
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-night-'))
  group = await startGroup({ env: { WORKERS: '3', RATIO: '0' } })
  eve = await hire('eve', 'editor')
  otto = await hire('otto', 'operator')
  pia = await hire('pia', 'publisher')
  load = startLoad(`${group.url}${video}`, 4)
}, 60_000)
afterAll(async () => {
  await group.destroy()
  await rm(folder, { recursive: true, force: true })
})

type Person = { readonly url: string; readonly token: string }

/** Somebody with a token of this role. */
async function hire(name: string, role: string): Promise<Person> {
  const { createApiToken } = await run<{ createApiToken: { token: string } }>(
    group,
    `mutation { createApiToken(input: { name: "${name}", roles: [${role.toUpperCase()}] }) { ... on CreateApiTokenSuccess { token } } }`,
  )
  return { url: group.url, token: createApiToken.token }
}

async function run<T = Record<string, unknown>>(who: Person, query: string): Promise<T> {
  const { data, errors } = await graphql<T>(group.url, who.token, query)
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

const typed: string[] = []

/** Types a command of the runbook, by its beginning: it has to end so, and to show what the runbook shows. */
async function type(beginning: string, who: Person, code: number, shell: typeof sluiceHere = sluiceHere): Promise<void> {
  const [command = '', shown] = [...told.commands].find(([each]) => each.startsWith(beginning)) ?? []
  typed.push(command)
  const words = wordsOf(command).map((word) => (word.endsWith('.yaml') ? join(folder, word) : word))
  const outcome = await shell(words, who)
  const said = withoutMoments((outcome.stdout + outcome.stderr).replaceAll(`${folder}/`, ''))
  expect([outcome.code, said]).toEqual([code, shown])
}

/** The hosts of many redirects, over all workers. */
const hosts = async (): Promise<readonly string[]> => [...(await askMany(`${group.url}${video}`, 60)).keys()].toSorted()
const both = ['cdn.example.com', 'second.example.com']
const onlyFirst = ['cdn.example.com']

async function expectAllRun(revision: number): Promise<void> {
  expect(await canariesOf(group).live()).toBe(revision)
  await until(
    'all run it',
    3_000,
    async () => (await canariesOf(group).revisions()).join() === [revision, revision, revision].join(),
  )
}

const publish = (input: string): string => `mutation { publish(input: { ${input} }) {
  ... on PublishSuccess { revision { number canary { state } } changes { path author } workers { id isRunning } }
  ... on InvalidInput { code issues { code path } } } }`
const runningOn = (...workers: readonly number[]) => [1, 2, 3].map((n) => ({ id: `worker-${n}`, isRunning: workers.includes(n) }))

/** The override, wherever one looks for it. */
async function expectShown(inEffect: boolean): Promise<void> {
  const shown = { kind: 'ADMIN_STATE', target: 'second', value: 'DOWN', by: 'api-token:otto', inEffect }
  const ofCdns = [{ key: 'default', overrides: [] }, ...(inEffect ? [{ key: 'second', overrides: [{ value: 'DOWN' }] }] : [])]
  expect(
    await run(
      eve,
      '{ overrides { kind target value by inEffect } liveRevision { config { cdns { key overrides { value } } } } }',
    ),
  ).toEqual({ overrides: [shown], liveRevision: { config: { cdns: ofCdns } } })
  const health = await ask(`${group.url}/health`, { headers: { authorization: `Bearer ${eve.token}` } })
  expect(JSON.parse(health.body)).toMatchObject({ status: 'OK', overrides: [shown] })
}

describe('a night', () => {
  it('a bad document is refused with all that is wrong with it, and nothing of it is live', async () => {
    const cdns = [
      { key: 'default', baseUrl: 'cdn.example.com', weight: 0 },
      { key: 'second', baseUrl: 'second.example.com', weight: 0 },
    ]
    const originClusters = ['one', 'two'].map((key) => ({ key, hostSuffix: 'origin-cluster' }))
    const bad = { formatVersion: 1, cdns, originClusters, settings: { ratio: 0 } }
    const mistyped = { ...bad, cdns: [...cdns, { key: 'third', baseUrl: 'ftp://x', weight: -1 }] }
    await writeFile(join(folder, 'bad.yaml'), stringifyYaml(bad))
    await writeFile(join(folder, 'mistyped.yaml'), stringifyYaml(mistyped))
    await type('config plan mistyped', eve, 65)
    await type('config plan bad', pia, 65, sluice)
    expect(await sluiceHere(['config', 'plan', join(folder, 'bad.yaml')], eve)).toMatchObject({ code: 77, stdout: '' })
    await expectAllRun(1)
    expect(await hosts()).toEqual(onlyFirst)
  })

  it('a bad edit can be made, but validation tells of it, and nobody can publish it', async () => {
    const zeroWeight = { code: 'ZERO_WEIGHT', path: 'cdns' }
    await run(eve, 'mutation { upsertCdn(input: { key: "default", weight: 0 }) { __typename } }')
    expect(await run(eve, 'mutation { validate { valid issues { code path } } }')).toEqual({
      validate: { valid: false, issues: [zeroWeight] },
    })
    await expect(run(eve, publish(''))).rejects.toThrow('FORBIDDEN')
    expect(await run(pia, publish(''))).toEqual({ publish: { code: 'ZERO_WEIGHT', issues: [zeroWeight] } })
    await run(eve, 'mutation { discardChanges { __typename } }')
    await expectAllRun(1)
    expect(await hosts()).toEqual(onlyFirst)
  })

  it('a good edit runs on one worker first, then on all, and the receipt says so of each', async () => {
    await run(eve, 'mutation { upsertCdn(input: { key: "second", baseUrl: "second.example.com" }) { __typename } }')
    await type('config diff', pia, 0)
    const fed = await subscribe(group.url, pia.token, 'subscription { workersChanged { id revision } }')
    const untilSomeRun = async (wanted: number): Promise<readonly number[] | undefined> => {
      const event = await fed.next<{ workersChanged: readonly { readonly id: string; readonly revision: number }[] }>()
      const numbers = event?.workersChanged.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ revision }) => revision)
      return numbers === undefined || numbers.includes(wanted) ? numbers : untilSomeRun(wanted)
    }
    const changes = [{ path: 'cdns.second', author: 'api-token:eve' }]
    expect(await run(pia, '{ pendingChanges { path author } }')).toEqual({ pendingChanges: changes })
    expect(
      await run(pia, publish('message: "a second CDN", canary: { workers: 1, seconds: 2, onTooFewRequests: PROMOTE }')),
    ).toEqual({
      publish: { revision: { number: 2, canary: { state: 'RUNNING' } }, changes, workers: runningOn(1) },
    })
    expect(await untilSomeRun(2)).toEqual([2, 1, 1])
    expect(await canariesOf(group).ended(8_000)).toMatchObject({ revision: 2, state: 'PROMOTED' })
    expect(await run(pia, publish('waitForWorkersSeconds: 10'))).toEqual({
      publish: { revision: { number: 2, canary: { state: 'PROMOTED' } }, changes: [], workers: runningOn(1, 2, 3) },
    })
    await expectAllRun(2)
    expect(await hosts()).toEqual(both)
    fed.close()
  }, 20_000)

  it('a CDN that fails is out with one line, and everybody sees it', async () => {
    expect((await sluiceHere(['config', 'rollback', '1'], otto)).code).toBe(77)
    await type('override down', otto, 0, sluice)
    expect(await hosts()).toEqual(onlyFirst)
    await expectShown(true)
  })

  it('a rollback takes the CDN away under the override, which holds again with the CDN until it is lifted', async () => {
    await type('config rollback 1', pia, 0, sluice)
    await expectAllRun(3)
    await expectShown(false)
    await type('override list', otto, 0)
    await type('config rollback 2', pia, 0)
    await expectAllRun(4)
    expect(await hosts()).toEqual(onlyFirst)
    await expectShown(true)
    await type('override lift', otto, 0)
    expect(await hosts()).toEqual(both)
  })

  it('the audit trail tells it all, in order', async () => {
    const { auditLog } = await run<{
      auditLog: { edges: readonly { readonly node: Readonly<Record<string, string | null>> }[] }
    }>(eve, '{ auditLog(first: 100) { edges { node { actor action target outcome code } } } }')
    const events = auditLog.edges.map(({ node }) => node).toReversed()
    const before = events.slice(0, 4).map(({ actor, action, target }) => [actor, action, target])
    expect(before).toEqual([
      ['bootstrap', 'bootstrap', 'revisions.1'],
      ...['eve', 'otto', 'pia'].map((name) => ['admin-token', 'createApiToken', `apiTokens.${name}`]),
    ])
    expect(told.rows).toHaveLength(13)
    expect(
      events
        .slice(4)
        .map(({ actor, action, target, outcome, code }) => [
          actor?.replace('api-token:', ''),
          action,
          target,
          outcome,
          code ?? '',
        ]),
    ).toEqual(told.rows)
  })

  it('all that the runbook tells was typed, and not one redirect has failed meanwhile', async () => {
    expect(typed).toEqual([...told.commands.keys()])
    const { redirects, failures } = await load.stop()
    expect(failures).toEqual([])
    expect(redirects).toBeGreaterThan(1_000)
  })
})
