import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

let from: Group
let to: Group
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'))
  from = await startGroup()
  to = await startGroup()
})
afterAll(async () => {
  await Promise.all([from.destroy(), to.destroy()])
  await rm(folder, { recursive: true, force: true })
})

type Outcome = { readonly code: number | string; readonly stdout: string; readonly stderr: string }

/** Runs the CLI as the README says. */
function sluice(args: readonly string[], group?: Group, env: Record<string, string> = {}): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env
  const service: Record<string, string> = group === undefined ? {} : { SLUICE_URL: group.url, SLUICE_TOKEN: group.token }
  const root = new URL('../..', import.meta.url).pathname
  return new Promise((resolve) => {
    execFile(
      'npm',
      ['run', '--silent', 'sluice', '--', ...args],
      { cwd: root, env: { PATH, HOME, ...service, ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : (error.code ?? 1), stdout, stderr }),
    )
  })
}

it('moves a configuration from one service to another, byte for byte', async () => {
  await graphql(
    from.url,
    from.token,
    `
      mutation {
        upsertCdn(input: { key: "b", baseUrl: "https://b.example.com/vod", name: "Bé", weight: 7, enabled: false }) {
          __typename
        }
        upsertOriginCluster(
          input: { key: "eu", hostSuffix: "eu.example.com", serverLabelPattern: "edge-[a-c]", schemes: ["https"], ports: [8443] }
        ) {
          __typename
        }
        updateSettings(input: { ratio: 3, redirectStatus: 307, rateLimit: { perAddress: { perSecond: 50, burst: 100 } } }) {
          __typename
        }
        publish(input: {}) {
          __typename
        }
      }
    `,
  )
  const [there, back] = [join(folder, 'there.json'), join(folder, 'back.json')]
  expect(await sluice(['config', 'export', there], from)).toEqual({ code: 0, stdout: '', stderr: '' })
  const imported = await sluice(['config', 'import', there, '--message', 'moved'], to)
  expect(imported).toMatchObject({ code: 0, stderr: '' })
  expect(imported.stdout).toContain('+ cdns.b: {')
  expect(imported.stdout).toContain('~ settings.ratio: 10 → 3\n')
  expect(imported.stdout).toContain('~ settings.rateLimit: null → {"perAddress":{')
  expect(imported.stdout).toMatch(/revision 2 is live\n$/)
  await sluice(['config', 'export', back], to)
  expect(await readFile(back, 'utf8')).toBe(await readFile(there, 'utf8'))
  expect((await sluice(['config', 'import', there], to)).stdout).toBe('revision 2 is live\n')
})

it('leaves a rate limit out of the document when it is off', async () => {
  const file = join(folder, 'unlimited.json')
  const exported = JSON.parse((await sluice(['config', 'export'], to)).stdout) as { formatVersion: number; settings: object }
  expect(exported).toMatchObject({ formatVersion: 2, settings: { rateLimit: { perAddress: { perSecond: 50, burst: 100 } } } })
  await writeFile(file, JSON.stringify({ ...exported, formatVersion: 1, settings: { ratio: 3, redirectStatus: 307 } }))
  const { stdout } = await sluice(['config', 'import', file], to)
  expect(stdout).toBe('~ settings.rateLimit: {"perAddress":{"burst":100,"perSecond":50}} → null\nrevision 3 is live\n')
  const { formatVersion, settings } = JSON.parse((await sluice(['config', 'export'], to)).stdout) as typeof exported
  expect({ formatVersion, settings }).toEqual({ formatVersion: 1, settings: { ratio: 3, redirectStatus: 307 } })
})

it('only tells what would change on a dry run, and exports to stdout', async () => {
  const { stdout } = await sluice(['config', 'export'], to)
  const file = join(folder, 'dry.json')
  await writeFile(file, stdout.replace('"ratio": 3', '"ratio": 4'))
  expect((await sluice(['config', 'import', file, '--dry-run'], to)).stdout).toBe(
    '~ settings.ratio: 3 → 4\nnothing was changed: a dry run\n',
  )
  expect((await sluice(['config', 'export'], to)).stdout).toBe(stdout)
})

describe('what cannot be done ends with one line and its exit code', () => {
  const document = { formatVersion: 1, cdns: [], originClusters: [{ key: 'o', hostSuffix: 'o' }], settings: { ratio: 1 } }

  it.each([
    { what: 'an unknown command', args: ['config', 'delete'], code: 64, says: '--help' },
    { what: 'an unknown option', args: ['config', 'export', '--fast'], code: 64, says: '--fast' },
    { what: 'no file', args: ['config', 'import'], code: 64, says: 'FILE' },
    { what: 'a wrong revision', args: ['config', 'import', 'x', '--expected-revision', 'two'], code: 64, says: 'two' },
    { what: 'a missing file', args: ['config', 'import', '/nowhere/x.json'], code: 66, says: '/nowhere/x.json' },
    { what: 'a file that cannot be written', args: ['config', 'export', '/nowhere/x.json'], code: 73, says: '/nowhere/x.json' },
    { what: 'no token', args: ['config', 'export'], env: { SLUICE_TOKEN: '' }, code: 77, says: 'SLUICE_TOKEN' },
    { what: 'a wrong token', args: ['config', 'export'], env: { SLUICE_TOKEN: 'wrong' }, code: 77, says: 'valid token' },
    { what: 'no service', args: ['config', 'export'], env: { SLUICE_URL: 'http://127.0.0.1:1' }, code: 69, says: 'SLUICE_URL' },
  ])('$what: $code', async ({ args, env, code, says }) => {
    const outcome = await sluice(args, to, env)
    expect(outcome).toMatchObject({ code, stdout: '' })
    expect(outcome.stderr).toMatch(/^sluice: [^\n]*\n$/)
    expect(outcome.stderr).toContain(says)
  })

  it.each([
    {
      what: 'a bad rate limit',
      change: { settings: { rateLimit: { global: { perSecond: 0, burst: 1 } } } },
      says: 'RATE_LIMIT_INVALID',
    },
    { what: 'a bad ratio', change: { settings: { ratio: -1 } }, says: 'RATIO_INVALID' },
    { what: 'no origin cluster', change: { originClusters: [] }, says: 'NO_ORIGIN_CLUSTER' },
    {
      what: 'a key twice',
      change: { originClusters: [document.originClusters[0], { key: 'o', hostSuffix: 'p' }] },
      says: 'DUPLICATE',
    },
    { what: 'an unknown field', change: { speed: 1 }, says: 'speed' },
    { what: 'a format of the future', change: { formatVersion: 9 }, says: 'format version 9' },
  ])('$what: 65', async ({ change, says }) => {
    const file = join(folder, 'bad.json')
    await writeFile(file, JSON.stringify({ ...document, ...change }))
    const outcome = await sluice(['config', 'import', file], to)
    expect(outcome).toMatchObject({ code: 65, stdout: '' })
    expect(outcome.stderr).toContain(says)
  })

  it('another live revision than expected: 65', async () => {
    const file = join(folder, 'late.json')
    await writeFile(file, JSON.stringify(document))
    const outcome = await sluice(['config', 'import', file, '--expected-revision', '1'], to)
    expect([outcome.code, outcome.stderr]).toEqual([65, expect.stringContaining('STALE_REVISION')])
  })
})

it('teaches itself with --help', async () => {
  const outcome = await sluice(['--help'])
  expect([outcome.code, outcome.stdout]).toEqual([0, expect.stringContaining('config export')])
})
