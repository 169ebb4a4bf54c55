import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FormName } from '../../src/core/signing/forms.ts'
import { location, video } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { startLoad, type Load } from '../support/load.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { cdnChecks } from '../support/signed-urls.ts'
import { goodSecrets } from '../support/signing.ts'
import { until } from '../support/until.ts'

// A group with a CDN of each form. The file of one is rotated, removed and restored under load; whatever is told is searched for secrets.

const [edgeKey, newEdgeKey] = [goodSecrets.EDGE_AUTH, 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf']
const secretOf: Readonly<Record<FormName, string>> = goodSecrets
const cdns: readonly (readonly [key: string, form: FormName, reference: string])[] = [
  ['edge', 'EDGE_AUTH', 'file:edge'],
  ['link', 'SECURE_LINK', 'file:link'],
  ['uri', 'URI_SIGNING', 'env:SLUICE_SECRET_URI'],
]
const all = ['edge', 'link', 'uri']
const allSecrets = [...Object.values(goodSecrets), newEdgeKey]

let folder: string
let group: Group
let load: Load
const told: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-secrets-'))
  await writeFile(join(folder, 'edge'), `${edgeKey}\n`)
  await writeFile(join(folder, 'link'), `${goodSecrets.SECURE_LINK}\n`)
  const env = { SECRETS_DIR: folder, SLUICE_SECRET_URI: goodSecrets.URI_SIGNING, WORKERS: '2', RATIO: '0', LOG_LEVEL: 'trace' }
  group = await startGroup({ env })
  const config = {
    settings: { ratio: 0 },
    originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
    cdns: cdns.map(([key, form, secret]) => ({ key, baseUrl: `${key}.example.com`, signing: { form, secret } })),
  }
  const mutation = `mutation ($config: RoutingConfigInput!) {
    applyConfig(input: { config: $config }) { ... on ApplyConfigSuccess { revision { number } } ... on UserError { code message } }
  }`
  const answer = await graphql(group.url, group.token, mutation, { config })
  if (!JSON.stringify(answer).includes('"number":2')) throw new Error(`not published: ${JSON.stringify(answer)}`)
  load = startLoad(`${group.url}${video}`, 2)
})
afterAll(async () => {
  await group?.destroy()
  await rm(folder, { recursive: true, force: true })
})

/**
 * CDNs that got a redirect, each of which its CDN has served, with these secrets for `edge`. Asks until all that are wanted have got one:
 * beside other players the turn that comes to this one is chance.
 */
async function served(edgeKeys: readonly string[], wanted: readonly string[] = all): Promise<readonly string[]> {
  const keys = new Set<string>()
  for (let request = 0; request < 300 && (request < 30 || !wanted.every((key) => keys.has(key))); request += 1) {
    const url = (await location(group)) ?? ''
    const [key = '', form] = cdns.find(([name]) => url.startsWith(`http://${name}.example.com/s1/v/`)) ?? []
    const secrets = key === 'edge' ? edgeKeys : form === undefined ? [] : [secretOf[form]]
    const isServed = form !== undefined && cdnChecks[form](url, { secrets, nowEpochSeconds: Math.floor(Date.now() / 1_000) })
    keys.add(isServed ? key : `refused: ${url}`)
  }
  return [...keys].toSorted()
}

async function health(): Promise<string> {
  const { body } = await ask(`${group.url}/health`, { headers: { authorization: `Bearer ${group.token}` } })
  told.push(body)
  return body
}

describe('a group with signed CDNs', () => {
  it('signs for each in its form', async () => expect(await served([edgeKey])).toEqual(all))

  it('signs with the new value of a file once it is its first line', async () => {
    await writeFile(join(folder, 'edge'), `${newEdgeKey}\n${edgeKey}\n`)
    await until(
      'both workers sign with it',
      15_000,
      async () => !(await served([newEdgeKey])).some((key) => key.startsWith('refused')),
    )
    expect(await served([newEdgeKey])).toEqual(all)
  })

  it('gives a CDN nothing while its file is away, and says so of the node', async () => {
    await rm(join(folder, 'edge'))
    await until('/health tells of both workers', 15_000, async () => (await health()).includes('worker-1, worker-2'))
    const { status, dependencies } = JSON.parse(await health()) as {
      status: string
      dependencies: { name: string; message: string }[]
    }
    expect(status).toBe('DEGRADED')
    expect(dependencies.find(({ name }) => name === 'cdns')?.message).toMatch(
      /^2 in use; edge gets nothing from worker-1, worker-2 of \S+:\d+ \(SECRET_MISSING\): file:edge: no such file$/,
    )
    expect(await served([], ['link', 'uri'])).toEqual(['link', 'uri'])
  })

  it('signs for it again once the file is back', async () => {
    await writeFile(join(folder, 'edge'), newEdgeKey)
    await until('/health is well', 15_000, async () => (await health()).startsWith('{"status":"OK"'))
    expect(await served([newEdgeKey])).toEqual(all)
  })

  it('failed no redirect meanwhile', async () => {
    const { failures, redirects } = await load.stop()
    expect([failures, redirects > 100]).toEqual([[], true])
  })

  it('tells no secret, in answers, logs, or files', async () => {
    const headers = { authorization: `Bearer ${group.token}` }
    for (const path of ['/config', '/metrics', '/health', '/config/revisions'])
      told.push((await ask(`${group.url}${path}`, { headers })).body)
    const query = '{ cdns { nodes { key signing { form secret } } } auditLog { edges { node { before after } } } }'
    told.push(JSON.stringify(await graphql(group.url, group.token, query)))
    const files = await readdir(group.dataDir, { recursive: true, withFileTypes: true })
    const texts = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    )
    const everything = [...told, group.stdout(), group.stderr(), ...texts].join('\n')
    expect(everything).toContain('file:edge')
    expect(allSecrets.filter((secret) => everything.includes(secret))).toEqual([])
    expect(group.stdout()).toMatch(/CDN edge gets no redirects from \S+ \(SECRET_MISSING\): file:edge: no such file/)
    await until('the log tells that its secret is back', 5_000, () =>
      group.stdout().includes('CDN edge: its secret is no longer missing on'),
    )
  })
})
