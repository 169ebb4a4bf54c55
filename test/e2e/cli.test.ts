import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse as parseYaml, stringify as stringifyYaml } from 'yaml'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { sluice, sluiceAsked, sluiceHere } from '../support/sluice-command.ts'

let group: Group
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'))
  group = await startGroup()
})
afterAll(async () => {
  await group.destroy()
  await rm(folder, { recursive: true, force: true })
})

type Document = { formatVersion: number; cdns: object[]; originClusters: object[]; settings: Record<string, unknown> }

/** Every field has a value that is not its default, in an order that is not that of the keys. */
const full: Document = {
  formatVersion: 2,
  settings: { rateLimit: { perAddress: { perSecond: 50, burst: 100 } }, redirectStatus: 307, ratio: 3 },
  originClusters: [
    { key: 'origin', hostSuffix: 'origin.example.com' },
    { key: 'eu', hostSuffix: 'eu.example.com', serverLabelPattern: 'edge-[a-c]', schemes: ['https'], ports: [8443, 8080] },
  ],
  cdns: [
    { key: 'no', baseUrl: 'HTTPS://No.example.com/vod/', name: 'Bé 😀', weight: 7, enabled: false },
    { key: 'a', baseUrl: 'a.example.com' },
  ],
}
const small: Document = {
  formatVersion: 1,
  cdns: [{ key: 'default', baseUrl: 'cdn.example.com' }],
  originClusters: [{ key: 'o', hostSuffix: 'o' }],
  settings: { ratio: 10 },
}

const inFolder = (name: string): string => join(folder, name)
const live = async (): Promise<number> => {
  const { data } = await graphql<{ liveRevision: { number: number } }>(group.url, group.token, '{ liveRevision { number } }')
  return data?.liveRevision.number ?? 0
}
const apply = async (document: object): Promise<number> => {
  const outcome = await sluiceHere(['config', 'apply', '-', '--yes'], group, { input: JSON.stringify(document) })
  expect(outcome).toMatchObject({ code: 0, stderr: '' })
  return live()
}
const edit = (fields: string): Promise<unknown> =>
  graphql(group.url, group.token, `mutation { upsertCdn(input: { key: "default", ${fields} }) { __typename } }`)

beforeEach(() => apply(small))

describe('export and apply', () => {
  it.each(['json', 'yaml'])('%s: what was exported can be applied, and is exported again byte for byte', async (format) => {
    await apply(full)
    const [there, back] = [inFolder(`there.${format}`), inFolder(`back.${format}`)]
    expect(await sluice(['config', 'export', there], group)).toEqual({ code: 0, stdout: '', stderr: '' })
    await apply(small)
    expect(await sluice(['config', 'apply', there, '--yes'], group)).toMatchObject({ code: 0, stderr: '' })
    await sluice(['config', 'export', back], group)
    expect(await readFile(back, 'utf8')).toBe(await readFile(there, 'utf8'))
    const number = await live()
    expect((await sluice(['config', 'apply', back, '--yes'], group)).stdout).toBe(
      `Nothing changed. Revision ${number} is live.\n`,
    )
  })

  it('both formats say the same, sorted by key, with what was left out', async () => {
    await apply(full)
    const json = JSON.parse((await sluiceHere(['config', 'export'], group)).stdout) as Document
    expect(parseYaml((await sluiceHere(['config', 'export', '--format', 'yaml'], group)).stdout)).toEqual(json)
    expect(json).toEqual({
      formatVersion: 2,
      cdns: [
        { key: 'a', name: 'a', baseUrl: 'a.example.com', weight: 1, enabled: true },
        { key: 'no', name: 'Bé 😀', baseUrl: 'https://no.example.com/vod', weight: 7, enabled: false },
      ],
      originClusters: [
        { key: 'eu', hostSuffix: 'eu.example.com', serverLabelPattern: 'edge-[a-c]', schemes: ['https'], ports: [8080, 8443] },
        { key: 'origin', hostSuffix: 'origin.example.com', serverLabelPattern: null, schemes: ['http', 'https'], ports: [] },
      ],
      settings: { ratio: 3, redirectStatus: 307, rateLimit: { perAddress: { perSecond: 50, burst: 100 } } },
    })
  })

  it('the order of lists and fields means nothing, nor does the format', async () => {
    await apply(full)
    const number = await live()
    const turned = { ...full, cdns: full.cdns.toReversed(), originClusters: full.originClusters.toReversed() }
    const outcome = await sluiceHere(['config', 'apply', '-', '--format', 'yaml', '--yes'], group, {
      input: `# by hand\n${stringifyYaml(turned)}`,
    })
    expect(outcome).toEqual({ code: 0, stdout: `Nothing changed. Revision ${number} is live.\n`, stderr: '' })
  })

  it('a limit that is off is not in the document, which has the lowest format version then', async () => {
    await apply(full)
    await apply({ ...full, settings: { ratio: 3 } })
    const { formatVersion, settings } = JSON.parse((await sluiceHere(['config', 'export'], group)).stdout) as Document
    expect({ formatVersion, settings }).toEqual({ formatVersion: 1, settings: { ratio: 3, redirectStatus: 302 } })
  })

  it('an earlier revision and the working copy can be exported, too', async () => {
    const number = await live()
    await apply(full)
    await edit('baseUrl: "pending.example.com"')
    const earlier = JSON.parse((await sluiceHere(['config', 'export', '--revision', String(number)], group)).stdout) as Document
    expect(earlier.cdns).toEqual([expect.objectContaining({ key: 'default' })])
    const pending = JSON.parse((await sluiceHere(['config', 'export', '--working-copy'], group)).stdout) as Document
    expect(pending).toMatchObject({
      formatVersion: 2,
      cdns: [{ key: 'a' }, { key: 'default', baseUrl: 'pending.example.com' }, { key: 'no' }],
    })
  })

  it('a document of a thousand CDNs goes there and back', async () => {
    const cdns = Array.from({ length: 1_000 }, (_, index) => ({
      key: `cdn-${index}`,
      name: `CDN number ${index}`,
      baseUrl: `https://cdn-${index}.example.com/vod`,
    }))
    const file = inFolder('thousand.yaml')
    await writeFile(file, stringifyYaml({ ...small, cdns }))
    const planned = await sluiceHere(['config', 'plan', file, '--out', inFolder('thousand.plan.json')], group)
    expect([planned.code, planned.stderr]).toEqual([2, ''])
    expect(planned.stdout).toContain('Would change: 1000 added, 1 removed')
    expect(await sluiceHere(['config', 'apply', inFolder('thousand.plan.json')], group)).toMatchObject({ code: 0 })
    const { stdout } = await sluiceHere(['config', 'export', '--format', 'yaml'], group)
    expect((parseYaml(stdout) as Document).cdns).toHaveLength(1_000)
    await writeFile(file, stdout)
    expect(await sluiceHere(['config', 'plan', file], group)).toMatchObject({ code: 0 })
  })
})

describe('plan', () => {
  it('tells what would change and changes nothing', async () => {
    const number = await live()
    const file = inFolder('plan.yaml')
    await writeFile(
      file,
      stringifyYaml({ ...small, cdns: [{ key: 'b', baseUrl: 'b.example.com', weight: 2 }], settings: { ratio: 4 } }),
    )
    const outcome = await sluice(['config', 'plan', file], group)
    expect(outcome).toMatchObject({ code: 2, stderr: '' })
    expect(outcome.stdout).toMatch(
      new RegExp(`^\\+ cdns.b
    \\+ baseUrl: "b.example.com"
    \\+ enabled: true
    \\+ name: "b"
    \\+ weight: 2
- cdns.default
    - baseUrl: "cdn.example.com"
    - enabled: true
    - name: "default"
    - weight: 1
~ settings
    ~ ratio: 10 → 4
Would change: 1 added, 1 removed, 1 changed. Revision ${number} is live, by admin-token at 20\\S+Z.
$`),
    )
    expect(await live()).toBe(number)
  })

  it('tells all that validation finds: errors refuse it, warnings do not', async () => {
    const cdns = [
      { key: 'b', baseUrl: 'localhost', weight: 0 },
      { key: 'c', baseUrl: 'localhost', weight: 0 },
    ]
    const planOf = (document: object) => sluiceHere(['config', 'plan', '-'], group, { input: JSON.stringify(document) })
    const refused = await planOf({ ...small, cdns, settings: { redirectStatus: 301 } })
    expect([refused.code, refused.stderr]).toEqual([
      65,
      expect.stringMatching(/error ZERO_WEIGHT cdns\n[^]*warning CDN_OUT_OF_REACH [^]*warning PERMANENT_REDIRECT settings/),
    ])
    const warned = await planOf({ ...small, settings: { redirectStatus: 301 } })
    expect([warned.code, warned.stdout]).toEqual([
      2,
      expect.stringMatching(/302 → 301\nwarning PERMANENT_REDIRECT settings.redirectStatus\n +301 is permanent.*\nWould change/),
    ])
  })

  it('of what is live says so, with exit code 0', async () => {
    const outcome = await sluiceHere(['config', 'plan', '-'], group, { input: JSON.stringify(small) })
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toMatch(/^Nothing would change\. Revision \d+ is live/)
  })

  it.each(['json', 'yaml'])('as a file (of %s) is published as it was looked at', async (format) => {
    const [file, plan] = [inFolder(`full.${format}`), inFolder('plan.json')]
    await writeFile(file, format === 'json' ? JSON.stringify(full) : stringifyYaml(full))
    await sluiceHere(['config', 'plan', file, '--out', plan], group)
    await writeFile(file, 'nothing of it is read any more')
    const outcome = await sluice(['config', 'apply', plan, '--message', 'as planned'], group)
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toMatch(/^\+ cdns.a\n[^]*\nRevision \d+ is live\.\n$/)
    const { stdout } = await sluiceHere(['config', 'history', '--first', '1'], group)
    expect(stdout).toContain('as planned')
  })

  it('as a file is refused when the live revision has moved, with both numbers', async () => {
    const plan = inFolder('moved.json')
    const made = await live()
    await sluiceHere(['config', 'plan', '-', '--out', plan], group, { input: JSON.stringify(full) })
    const moved = await apply({ ...small, settings: { ratio: 77 } })
    const outcome = await sluiceHere(['config', 'apply', plan, '--yes'], group)
    expect(outcome).toMatchObject({ code: 75, stdout: '' })
    expect(outcome.stderr).toContain(`was made against revision ${made}, live is ${moved}`)
    expect(await live()).toBe(moved)
  })

  it('as a file is refused by another service, which has the same number for something else', async () => {
    const plan = inFolder('foreign.json')
    await sluiceHere(['config', 'plan', '-', '--out', plan], group, { input: JSON.stringify(full) })
    const made = JSON.parse(await readFile(plan, 'utf8')) as { liveRevision: { sha256: string } }
    await writeFile(plan, JSON.stringify({ ...made, liveRevision: { ...made.liveRevision, sha256: '0'.repeat(64) } }))
    expect(await sluiceHere(['config', 'apply', plan], group)).toMatchObject({
      code: 75,
      stderr: expect.stringContaining('it is another service') as string,
    })
  })

  it('as a file is no document to make a plan of, and not to be applied to another revision', async () => {
    const plan = inFolder('again.json')
    await sluiceHere(['config', 'plan', '-', '--out', plan], group, { input: JSON.stringify(full) })
    expect(await sluiceHere(['config', 'plan', plan], group)).toMatchObject({
      code: 65,
      stderr: expect.stringContaining('it is a plan') as string,
    })
    expect(await sluiceHere(['config', 'apply', plan, '--expected-revision', '99999'], group)).toMatchObject({ code: 64 })
    await writeFile(plan, (await readFile(plan, 'utf8')).replace('"weight": 7', '"weight": -7'))
    expect(await sluiceHere(['config', 'apply', plan], group)).toMatchObject({
      code: 65,
      stderr: expect.stringContaining('document.cdns.no.weight: received -7') as string,
    })
  })
})

describe('pending edits of others', () => {
  const lost = '    cdns.default.baseUrl "cdn.example.com" → "pending.example.com" by admin-token\n'
  const setRatio = { ...small, settings: { ratio: 5 } }
  beforeEach(() => edit('baseUrl: "pending.example.com"'))

  it('that would go are in the plan, and those that went are told', async () => {
    const plan = inFolder('discarding.json')
    const planned = await sluiceHere(['config', 'plan', '-', '--out', plan], group, { input: JSON.stringify(setRatio) })
    expect(planned).toMatchObject({ code: 2, stderr: '', stdout: expect.stringContaining(`Throws away pending edits:\n${lost}`) })
    const edits = [{ path: 'cdns.default.baseUrl', after: 'pending.example.com', author: 'admin-token' }]
    expect(JSON.parse(await readFile(plan, 'utf8'))).toMatchObject({ sluicePlan: 1, discarded: edits })
    const applied = await sluiceHere(['config', 'apply', plan], group)
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining(`Threw away pending edits:\n${lost}Revision `) })
    expect((await sluiceHere(['config', 'diff'], group)).stdout).toBe('No difference.\n')
  })

  it('would go with a document that is live already, too', async () => {
    const planned = await sluiceHere(['config', 'plan', '-'], group, { input: JSON.stringify(small) })
    expect(planned).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Throws away pending edits:\n${lost}Nothing that is live would change.`),
    })
  })

  it('that a rollback threw away are told', async () => {
    const number = await live()
    const outcome = await sluiceHere(['config', 'rollback', String(number)], group)
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining(`Threw away pending edits:\n${lost}Revision `) })
  })

  it('are not asked for of a plan of a version before', async () => {
    const plan = inFolder('earlier.json')
    await sluiceHere(['config', 'plan', '-', '--out', plan], group, { input: JSON.stringify(setRatio) })
    const { discarded: _, ...earlier } = JSON.parse(await readFile(plan, 'utf8')) as Record<string, unknown>
    await writeFile(plan, JSON.stringify(earlier))
    expect(await sluiceHere(['config', 'apply', plan], group)).toMatchObject({ code: 0 })
  })
})

describe('apply at a terminal', () => {
  const file = (): string => inFolder('asked.yaml')
  beforeEach(() => writeFile(file(), stringifyYaml({ ...small, settings: { ratio: 5 } })))

  it('shows the plan, asks, and publishes on yes', async () => {
    const number = await live()
    const outcome = await sluiceAsked(['config', 'apply', file()], group, () => 'y\n')
    expect(outcome).toMatchObject({ code: 0, asked: true })
    expect(outcome.stdout).toMatch(
      new RegExp(`~ ratio: 10 → 5\nWould change: 1 changed\\. Revision ${number} .*\nRevision ${number + 1} is live\\.\n$`),
    )
  })

  it('changes nothing on anything else', async () => {
    const number = await live()
    expect(await sluiceAsked(['config', 'apply', file()], group, () => '\n')).toMatchObject({ code: 1, asked: true })
    expect(await live()).toBe(number)
  })

  it('refuses when somebody publishes while it asks', async () => {
    const outcome = await sluiceAsked(['config', 'apply', file()], group, async () => {
      await apply(full)
      return 'y\n'
    })
    expect(outcome).toMatchObject({ code: 75, asked: true })
    expect(outcome.stderr).toContain('STALE_REVISION')
  })

  it.each([['--yes'], ['--expected-revision']])('asks nothing with %s', async (flag) => {
    const value = flag === '--yes' ? [] : [String(await live())]
    expect(await sluiceAsked(['config', 'apply', file(), flag, ...value], group, () => 'n\n')).toMatchObject({
      code: 0,
      asked: false,
    })
  })

  it('asks nothing when nothing would change', async () => {
    await writeFile(file(), stringifyYaml(small))
    expect(await sluiceAsked(['config', 'apply', file()], group, () => 'n\n')).toMatchObject({ code: 0, asked: false })
  })
})

describe('apply where nobody can be asked', () => {
  it('needs a word that it is wanted', async () => {
    const number = await live()
    const outcome = await sluiceHere(['config', 'apply', '-'], group, { input: JSON.stringify(full) })
    expect(outcome).toMatchObject({ code: 64, stdout: '' })
    expect(outcome.stderr).toContain('--expected-revision N')
    expect(await live()).toBe(number)
  })

  it('refuses when another revision is live than expected', async () => {
    const number = await live()
    const outcome = await sluiceHere(['config', 'apply', '-', '--expected-revision', String(number - 1)], group, {
      input: JSON.stringify(full),
    })
    expect(outcome).toMatchObject({ code: 75, stdout: '', stderr: expect.stringContaining('STALE_REVISION') as string })
    expect(await live()).toBe(number)
  })
})

it('diff tells what is pending, what lies between, and as JSON', async () => {
  const first = await live()
  expect((await sluice(['config', 'diff'], group)).stdout).toBe('No difference.\n')
  await edit('weight: 3')
  expect((await sluiceHere(['config', 'diff'], group)).stdout).toBe(
    '~ cdns.default\n    ~ weight: 1 → 3  by admin-token\n1 changed.\n',
  )
  const second = await apply({ ...small, settings: { ratio: 6 } })
  expect((await sluiceHere(['config', 'diff', String(first)], group)).stdout).toBe(
    '~ settings\n    ~ ratio: 10 → 6  by admin-token\n1 changed.\n',
  )
  const { stdout } = await sluiceHere(['config', 'diff', String(second), String(first), '--json'], group)
  expect(JSON.parse(stdout)).toEqual([{ path: 'settings.ratio', kind: 'CHANGED', before: 6, after: 10, author: 'admin-token' }])
  expect(await sluiceHere(['config', 'diff', '1', '99999'], group)).toMatchObject({
    code: 65,
    stderr: expect.stringContaining('99999') as string,
  })
})

it('rollback brings an earlier revision back, and history tells of it', async () => {
  const first = await live()
  const second = await apply(full)
  const stale = await sluiceHere(['config', 'rollback', String(first), '--expected-revision', String(first)], group)
  expect(stale).toMatchObject({ code: 75, stderr: expect.stringContaining('STALE_REVISION') as string })
  const outcome = await sluice(
    ['config', 'rollback', String(first), '--expected-revision', String(second), '--message', 'two\nlines'],
    group,
  )
  const third = second + 1
  expect(outcome).toEqual({ code: 0, stdout: `Revision ${third} is live, with the content of revision ${first}.\n`, stderr: '' })
  const { stdout } = await sluice(['config', 'history', '--first', '2'], group)
  const [head = '', newest = '', older = '', ...rest] = stdout.split('\n')
  expect(head).toMatch(/^ +REVISION +PUBLISHED +AUTHOR +MESSAGE$/)
  expect(newest).toMatch(new RegExp(`^\\* +${third} +20\\S+Z +admin-token +\\(the content of ${first}\\) two / lines$`))
  expect(older).toMatch(new RegExp(`^ +${second} +20\\S+Z +admin-token$`))
  expect(rest).toEqual([''])
  const listed = JSON.parse((await sluiceHere(['config', 'history', '--first', '1000', '--json'], group)).stdout) as {
    number: number
  }[]
  expect(listed.map(({ number }) => number)).toEqual(Array.from({ length: third }, (_, index) => third - index))
  expect(listed.slice(0, 2)).toMatchObject([
    { live: true, rollbackOf: first, message: 'two\nlines', author: 'admin-token' },
    { live: false, rollbackOf: null, message: null },
  ])
  expect(await sluiceHere(['config', 'rollback', '99999'], group)).toMatchObject({
    code: 65,
    stderr: expect.stringContaining('NOT_FOUND') as string,
  })
})

describe('what cannot be done tells why and ends with its exit code', () => {
  it.each([
    { what: 'an unknown command', args: ['config', 'import'], code: 64, says: '--help' },
    { what: 'an unknown option', args: ['config', 'export', '--fast'], code: 64, says: '--fast' },
    { what: 'no file', args: ['config', 'apply'], code: 64, says: 'FILE' },
    { what: 'a wrong revision', args: ['config', 'apply', '-', '--expected-revision', 'two'], code: 64, says: 'two' },
    { what: 'a revision that cannot be', args: ['config', 'rollback', '0'], code: 64, says: 'from 1' },
    { what: 'too long a history', args: ['config', 'history', '--first', '1001'], code: 64, says: 'from 1 to 1000' },
    { what: 'a wrong format', args: ['config', 'export', '--format', 'toml'], code: 64, says: 'json or yaml' },
    { what: 'two things to export', args: ['config', 'export', '--revision', '1', '--working-copy'], code: 64, says: 'give one' },
    { what: 'a revision that is not there', args: ['config', 'export', '--revision', '99999'], code: 65, says: '99999' },
    { what: 'a missing file', args: ['config', 'apply', '/nowhere/x.json', '--yes'], code: 66, says: '/nowhere/x.json' },
    { what: 'a folder', args: ['config', 'plan', '/'], code: 66, says: 'EISDIR' },
    { what: 'a file that never ends', args: ['config', 'plan', '/dev/zero'], code: 66, says: 'it is over 2097152 bytes' },
    { what: 'a file that is no text', args: ['config', 'plan', process.execPath], code: 66, says: "can't be read" },
    { what: 'a file that cannot be written', args: ['config', 'export', '/nowhere/x.json'], code: 73, says: '/nowhere/x.json' },
    { what: 'no token', args: ['config', 'export'], env: { SLUICE_TOKEN: '' }, code: 77, says: 'SLUICE_TOKEN' },
    { what: 'a wrong token', args: ['config', 'export'], env: { SLUICE_TOKEN: 'secret-x' }, code: 77, says: 'valid token' },
    { what: 'no token at all', args: ['config', 'export'], env: { SLUICE_TOKEN: 'secret-x\ny' }, code: 77, says: 'SLUICE_TOKEN' },
    { what: 'no service', args: ['config', 'export'], env: { SLUICE_URL: 'http://127.0.0.1:1' }, code: 69, says: 'SLUICE_URL' },
    { what: 'no address', args: ['config', 'export'], env: { SLUICE_URL: 'localhost:8000' }, code: 64, says: 'SLUICE_URL' },
    {
      what: 'a password',
      args: ['config', 'export'],
      env: { SLUICE_URL: 'http://me:secret-x@127.0.0.1' },
      code: 64,
      says: 'SLUICE_URL',
    },
  ])('$what: $code', async ({ args, env, code, says }) => {
    const outcome = await sluiceHere(args, group, env === undefined ? {} : { env })
    expect(outcome).toMatchObject({ code, stdout: '' })
    expect(outcome.stderr).toMatch(/^sluice: /)
    expect(outcome.stderr).toContain(says)
    expect(outcome.stderr).not.toMatch(/secret-x|\n +at /)
  })

  it.each([
    {
      what: 'a bad rate limit',
      change: { settings: { rateLimit: { global: { perSecond: 0, burst: 1 } } } },
      says: ['settings.rateLimit.global.perSecond: received 0'],
    },
    { what: 'no origin cluster', change: { originClusters: [] }, says: ['at least one origin cluster'] },
    {
      what: 'a key twice',
      change: {
        cdns: [
          { key: 'a', baseUrl: 'a' },
          { key: 'a', baseUrl: 'b' },
        ],
      },
      says: ['cdns.a: received 2 entries'],
    },
    { what: 'a format of the future', change: { formatVersion: 9 }, says: ['formatVersion: received 9'] },
    {
      what: 'several at once',
      change: { speed: 1, cdns: [{ key: 'a', weight: '1' }], settings: { ratio: -1 } },
      says: [
        '4 faults',
        'speed: unknown field',
        'cdns.a.baseUrl: received nothing',
        'cdns.a.weight: received "1"',
        'settings.ratio: received -1',
      ],
    },
    {
      what: 'what only the service knows',
      change: { cdns: [{ key: 'a', baseUrl: 'a', weight: 0 }] },
      says: ['error ZERO_WEIGHT'],
    },
    {
      what: 'a suffix twice',
      change: {
        originClusters: [
          { key: 'o', hostSuffix: 'o' },
          { key: 'p', hostSuffix: 'o' },
        ],
      },
      says: ['error DUPLICATE'],
    },
  ])('a document with $what: 65', async ({ change, says }) => {
    const number = await live()
    for (const command of [['plan'], ['apply', '--yes']]) {
      const outcome = await sluiceHere(['config', ...command, '-'], group, { input: JSON.stringify({ ...small, ...change }) })
      expect(outcome).toMatchObject({ code: 65, stdout: '' })
      expect(outcome.stderr).toMatch(/^sluice: stdin /)
      for (const text of says) expect(outcome.stderr).toContain(text)
    }
    expect(await live()).toBe(number)
  })

  it.each([
    { what: 'no Sluice', answer: answering(200, '<html>'), code: 69, says: 'not as Sluice' },
    {
      what: 'an edge that has no admin API',
      answer: answering(404, '{"error":{"code":"NOT_FOUND","message":"not here"}}'),
      code: 69,
      says: 'not here',
    },
    {
      what: 'a limit',
      answer: answering(429, '{"errors":[{"message":"too many","extensions":{"code":"RATE_LIMITED"}}]}'),
      code: 75,
      says: 'too many',
    },
    {
      what: 'a control process that starts anew',
      answer: answering(503, '{"errors":[{"message":"away","extensions":{"code":"CONTROL_UNAVAILABLE"}}]}'),
      code: 69,
      says: 'away',
    },
    {
      what: 'a control process that went away in the middle',
      answer: answering(503, '{"errors":[{"message":"look","extensions":{"code":"OUTCOME_UNKNOWN"}}]}'),
      code: 69,
      says: 'look',
    },
    {
      what: 'a control process that has enough to do',
      answer: answering(503, '{"errors":[{"message":"busy","extensions":{"code":"CONTROL_BUSY"}}]}'),
      code: 75,
      says: 'busy',
    },
    {
      what: 'a redirect elsewhere',
      answer: (request, response) =>
        request.url === '/graphql'
          ? answering(307, '', { location: '/elsewhere' })(request, response)
          : answering(200, '{"data":{"asked":null}}')(request, response),
      code: 69,
      says: "can't be asked",
    },
  ] satisfies { what: string; answer: RequestListener; code: number; says: string }[])(
    'a service that is $what: $code',
    async ({ answer, code, says }) => {
      const server = createServer(answer).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const outcome = await sluiceHere(['config', 'export'], { url, token: 'secret-x' })
      server.close()
      expect(outcome).toMatchObject({ code, stdout: '' })
      expect(outcome.stderr).toContain(says)
      expect(outcome.stderr).not.toContain('secret-x')
    },
  )
})

it('teaches itself with --help, without a service or a token', async () => {
  const whole = await sluice(['--help'])
  expect(whole).toMatchObject({ code: 0, stderr: '' })
  expect(whole.stdout).toMatch(/config export[^]*config history[^]*SLUICE_TOKEN[^]*Exit codes/)
  const one = await sluice(['config', 'plan', '--help'])
  expect([one.code, one.stdout]).toEqual([0, expect.stringMatching(/^Usage: .*config plan FILE[^]*--out PLAN\.json/)])
})

it('publishes the schema of a document, open to everybody', async () => {
  const answer = await fetch(`${group.url}/config.schema.json`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/schema+json; charset=utf-8'])
  expect(await answer.json()).toEqual(
    JSON.parse(await readFile(join(import.meta.dirname, '../../docs/config.schema.json'), 'utf8')),
  )
})

function answering(status: number, body: string, headers: Record<string, string> = {}): RequestListener {
  return (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  }
}
