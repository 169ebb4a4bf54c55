import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { startPlayers, type Players } from '../support/players.ts'
import { childrenOf, freePort, startGroup, type Group } from '../support/process-group.ts'
import { openCommand, runBin, sluice, sluiceAsked, sluiceHere, type Outcome } from '../support/sluice-command.ts'
import { until } from '../support/until.ts'

const root = new URL('../..', import.meta.url).pathname
const bin = join(root, 'bin/sluice.mjs')

let group: Group
let folder: string
let players: Players
/** A CDN on this machine, which answers with this status. */
let cdnStatus = 200
const cdn = createServer((_request, response) => response.writeHead(cdnStatus).end())
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-commands-'))
  group = await startGroup({ dataDir: await mkdtemp(join(folder, 'data-')), env: { WORKERS: '2' } })
  await once(cdn.listen(0, '127.0.0.1'), 'listening')
  players = startPlayers(group) // shares have something to show, and a canary something to judge by
})
afterAll(async () => {
  await players.stop()
  await group.destroy()
  cdn.close()
  await rm(folder, { recursive: true, force: true })
})

const schemas = new Ajv2020({ allowUnionTypes: true }).addSchema(
  JSON.parse(await readFile(join(root, 'docs/command-line.schema.json'), 'utf8')) as object,
  'answers',
)
/** Commands whose answer was held against its schema. */
const held = new Set<string>()

/** Runs the command with `--json`; its answer fits the published schema. */
async function told<T>(command: string, args: readonly string[] = [], code = 0): Promise<T> {
  const outcome = await sluiceHere([...command.split(' '), ...args, '--json'], group)
  expect(outcome).toMatchObject({ code })
  const value: unknown = JSON.parse(outcome.stdout)
  hold(command, value)
  return value as T
}

function hold(command: string, value: unknown): void {
  const fits = schemas.getSchema(`answers#/$defs/${encodeURIComponent(command)}`)
  expect([fits?.(value), fits?.errors], command).toEqual([true, null])
  held.add(command)
}

/** Runs the command for people; resolves to what it printed. */
async function shown(line: string, code = 0): Promise<string> {
  const outcome = await sluiceHere(line.split(' '), group)
  expect(outcome).toMatchObject({ code, stderr: '' })
  return outcome.stdout
}

type Change = { readonly path: string; readonly author: string | null }

describe('cdn, cluster and settings', () => {
  it('a CDN is made, changed, listed and deleted, in the working copy alone', async () => {
    const made = await told('cdn set', ['second', '--base-url', 'https://second.example.com/vod', '--name', 'Zweites\u202e CDN'])
    expect(made).toEqual({
      key: 'second',
      name: 'Zweites\u202e CDN',
      baseUrl: 'https://second.example.com/vod',
      weight: 1,
      enabled: true,
    })
    expect(await shown('cdn set second --weight 3 --enabled false')).toBe(
      `KEY     NAME          BASE URL                        WEIGHT  ENABLED
second  Zweites? CDN  https://second.example.com/vod       3  false
In the working copy; "sluice publish" makes it live.
`,
    )
    expect(await told('cdn list')).toMatchObject([{ key: 'default' }, { key: 'second', weight: 3, enabled: false }])
    expect(await told('cdn list', ['--live'])).toMatchObject([{ key: 'default' }])
    expect(await shown('cdn list')).toMatch(/^KEY +NAME[^]*\nsecond [^]*1 of this is pending; "sluice config diff" shows it\.\n$/)
    const template = '{scheme}://{base}{path}'
    expect(await told('cdn set', ['second', '--url-template', template])).toMatchObject({ urlTemplate: template })
    const stderr = expect.stringContaining('urlTemplate: received "{token}"') as string
    expect(await sluiceHere(['cdn', 'set', 'second', '--url-template', `${template}{token}`], group)).toMatchObject({
      code: 65,
      stderr,
    })
    expect(await told('cdn set', ['second', '--url-template', ''])).not.toHaveProperty('urlTemplate')
    expect(await told('cdn delete', ['second'])).toEqual({ key: 'second' })
    expect(await shown('cdn list')).not.toContain('second')
  })

  it('so is an origin cluster, with lists and a pattern that can be taken away again', async () => {
    const fields = ['--host-suffix', 'eu.example.com', '--ports', '8443,8080', '--server-label-pattern', 'edge-[a-c]']
    expect(await told('cluster set', ['eu', ...fields])).toMatchObject({ ports: [8080, 8443], serverLabelPattern: 'edge-[a-c]' })
    const args = ['eu', '--ports', '', '--server-label-pattern', '', '--schemes', 'https']
    expect(await told('cluster set', args)).toMatchObject({ ports: [], serverLabelPattern: null, schemes: ['https'] })
    expect(await told('cluster list')).toMatchObject([{ key: 'eu' }, { key: 'origin-cluster' }])
    expect(await shown('cluster delete eu')).toBe(
      'The origin cluster eu is gone. In the working copy; "sluice publish" makes it live.\n',
    )
    await told('cluster set', ['eu', ...fields])
    expect(await told('cluster delete', ['eu'])).toEqual({ key: 'eu' })
  })

  it('so are pools and rules, with members in short and conditions as JSON', async () => {
    const members = ['--members', 'default:3:1', '--policy', 'failover']
    expect(await told('pool set', ['main', ...members])).toMatchObject({
      policy: 'FAILOVER',
      members: [{ cdn: 'default', weight: 3, priority: 1 }],
    })
    expect(await told('pool list')).toMatchObject([{ key: 'main' }])
    const fields = ['--position', '1', '--pool', 'main', '--match', '{"clientPercent":5}']
    expect(await told('rule set', ['all', ...fields])).toMatchObject({ position: 1, match: { clientPercent: 5 } })
    expect(await told('rule list')).toMatchObject([{ key: 'all' }])
    expect(await told('rule delete', ['all'])).toEqual({ key: 'all' })
    expect(await told('pool delete', ['main'])).toEqual({ key: 'main' })
  })

  it('so are zones', async () => {
    expect(await told('zone set', ['office', '--cidrs', '192.0.2.0/24'])).toMatchObject({ cidrs: ['192.0.2.0/24'] })
    expect(await told('zone list')).toMatchObject([{ key: 'office' }])
    expect(await told('cdn set', ['default', '--exclude-zones', 'office'])).toMatchObject({ excludeZones: ['office'] })
    expect(await shown('cdn list')).toMatch(/^KEY +NAME +BASE URL +WEIGHT +ENABLED +EXCLUDE ZONES\ndefault .* office\n/)
    await told('cdn set', ['default', '--exclude-zones', ''])
    expect(await told('zone delete', ['office'])).toEqual({ key: 'office' })
  })

  it('so are expectations', async () => {
    const fields = ['--name', 'No contract', '--when', '{"countries":["CH"]}', '--never', 'default']
    const expected = { key: 'swiss', name: 'No contract', when: { countries: ['CH'] }, never: ['default'] }
    expect(await told('expectation set', ['swiss', ...fields])).toMatchObject(expected)
    expect(await told('expectation list')).toMatchObject([expected])
    expect(await told('expectation delete', ['swiss'])).toEqual({ key: 'swiss' })
  })

  it('so are members of a pool that serve places, as JSON', async () => {
    const places = [{ country: 'DE' }, { continent: 'EU', distance: 500 }]
    const members = [{ cdn: 'default', places, maxSharePercent: 60 }]
    const args = ['near', '--policy', 'geo', '--stabilise', '20', '--members', JSON.stringify(members)]
    expect(await told('pool set', args)).toMatchObject({
      policy: 'GEO',
      stabilise: 20,
      members: [{ cdn: 'default', weight: 1, priority: 0, places, maxSharePercent: 60 }],
    })
    expect(await shown('pool list')).toContain(
      '  {"cdn":"default","weight":1,"priority":0,"places":[{"country":"DE"},{"continent":"EU","distance":500}],"maxSharePercent":60}  ',
    )
    expect(await told('pool set', ['near', '--members', 'default:3'])).toMatchObject({ members: [{ cdn: 'default', weight: 3 }] })
    expect(await shown('pool list')).toContain('  default:3:0  ')
    expect(await told('pool delete', ['near'])).toEqual({ key: 'near' })
  })

  it('so are the settings, as documents have them', async () => {
    const limit = { perAddress: { perSecond: 50, burst: 200 } }
    expect(await told('settings set', ['--ratio', '20', '--rate-limit', JSON.stringify(limit)])).toEqual({
      ratio: 20,
      redirectStatus: 302,
      rateLimit: limit,
    })
    expect(await told('settings show')).toMatchObject({ ratio: 20, rateLimit: limit })
    expect(await told('settings show', ['--live'])).toEqual({ ratio: 10, redirectStatus: 302 })
    expect(await shown('settings set --rate-limit=')).toMatch(
      /RATIO +REDIRECT STATUS +RATE LIMIT +ACCESS LOG +MAX EJECTED PERCENT +RECORD TRAFFIC\n +20 +302 +- +- +- +-\n/,
    )
    await shown('settings set --ratio 10')
  })

  it.each([
    {
      args: ['cdn', 'set', 'x', '--weight', 'many'],
      code: 64,
      says: '--weight: received "many", allowed is an integer from 0 to',
    },
    { args: ['cdn', 'set', 'x', '--enabled', 'perhaps'], code: 64, says: 'allowed is true or false' },
    { args: ['cdn', 'set', 'x'], code: 64, says: 'nothing to set: give one or more of --name TEXT' },
    { args: ['cluster', 'set', 'x', '--ports', '80,x'], code: 64, says: '--ports' },
    { args: ['settings', 'set', '--rate-limit', '{'], code: 64, says: 'allowed is JSON such as' },
    { args: ['cdn', 'set', 'x', '--weight', '3'], code: 65, says: 'REQUIRED' },
    { args: ['cdn', 'set', 'default', '--weight', '1001'], code: 65, says: 'WEIGHT_INVALID' },
    { args: ['cdn', 'delete', 'nobody'], code: 65, says: 'NOT_FOUND' },
    { args: ['settings', 'set', '--ratio', '-1'], code: 64, says: '--ratio=N' },
    { args: ['settings', 'set', '--ratio=-1'], code: 65, says: 'RATIO_INVALID' },
    { args: ['cdn', 'set', 'default', '--weight', '2', '--expected-version', '0'], code: 75, says: 'STALE_WORKING_COPY' },
  ])('$args: $code', async ({ args, code, says }) => {
    const outcome = await sluiceHere(args, group)
    expect(outcome).toMatchObject({ code, stdout: '' })
    expect(outcome.stderr).toContain(says)
  })
})

describe('publish, validate, discard and the diff', () => {
  it('what is pending is told with its editor, validated, published with a receipt of each worker', async () => {
    const eve = { url: group.url, token: await tokenOf('ed', 'editor') }
    expect(await sluiceHere(['settings', 'set', '--ratio', '12'], eve)).toMatchObject({ code: 0 })
    expect(await shown('config diff')).toBe('~ settings\n    ~ ratio: 10 → 12  by api-token:ed\n1 changed.\n')
    expect(await told<Change[]>('config diff')).toMatchObject([{ path: 'settings.ratio', author: 'api-token:ed' }])
    expect(await told('validate')).toEqual({ valid: true, issues: [] })
    const published = await told<{ changes: Change[]; workers: object[] }>('publish', ['--message', 'twelve', '--wait', '10'])
    expect(published.changes).toMatchObject([{ path: 'settings.ratio', author: 'api-token:ed' }])
    expect(published.workers).toMatchObject([{ isRunning: true }, { isRunning: true }])
    expect(await shown('publish --wait 5')).toMatch(
      /^Nothing was pending\. Revision \d+ is live\.\nWORKER +NODE[^]*worker-2 .* READY +\d+ +yes/,
    )
    const [newest] = await told<{ author: string; message: string; live: boolean }[]>('config history')
    expect(newest).toMatchObject({ author: 'admin-token', message: 'twelve', live: true })
  })

  it('what nobody could publish is told by validate with 65, and refused by publish', async () => {
    await shown('cdn set default --weight 0')
    expect(await told('validate', [], 65)).toMatchObject({ valid: false, issues: [{ code: 'ZERO_WEIGHT' }] })
    expect(await shown('validate', 65)).toMatch(/^error ZERO_WEIGHT[^]*"publish" would refuse it\.\n$/)
    const refused = await sluiceHere(['publish'], group)
    expect(refused).toMatchObject({ code: 65, stdout: '', stderr: expect.stringContaining('ZERO_WEIGHT') as string })
  })

  it('discard shows what is lost and whose it was; it asks at a terminal, and elsewhere needs a word', async () => {
    expect(await sluiceHere(['discard'], group)).toMatchObject({ code: 64, stderr: expect.stringContaining('--yes') as string })
    const declined = await sluiceAsked(['discard'], group, () => 'n\n')
    expect(declined).toMatchObject({ code: 1, asked: true, stdout: '~ cdns.default\n    ~ weight: 1 → 0  by admin-token\n' })
    expect(await told<{ discarded: Change[] }>('discard', ['--yes'])).toMatchObject({
      discarded: [{ path: 'cdns.default.weight', author: 'admin-token' }],
    })
    expect(await shown('discard')).toBe('Nothing is pending.\n')
  })

  it('discard refuses when somebody edits while it asks', async () => {
    await shown('settings set --ratio 13')
    const outcome = await sluiceAsked(['discard'], group, async () => {
      await shown('settings set --ratio 14')
      return 'y\n'
    })
    expect(outcome).toMatchObject({ code: 75, stderr: expect.stringContaining('STALE_WORKING_COPY') as string })
    await shown('discard --yes')
  })

  it.each([
    { args: ['--canary', '1'], says: '--canary needs --for' },
    { args: ['--for', '1m'], says: '--for goes with --canary' },
    { args: ['--canary', '101%', '--for', '1m'], says: '--canary: received "101", allowed is an integer from 1 to 100' },
    { args: ['--canary', '1', '--for', '1m', '--max-refused', '2'], says: 'a number from 0 to 1' },
    { args: ['--canary', '1', '--for', '1m', '--too-few', 'x'], says: 'allowed is promote or take-back' },
    { args: ['--wait', '26'], says: 'from 0 to 25' },
  ])('publish $args: 64', async ({ args, says }) => {
    expect(await sluiceHere(['publish', ...args], group)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining(says) as string,
    })
  })
})

describe('a canary', () => {
  let ratio = 100
  const begin = async (...more: readonly string[]): Promise<number> => {
    await shown(`settings set --ratio ${(ratio += 1)}`)
    const { revision } = await told<{ revision: { number: number } }>('publish', ['--canary', '50%', ...more])
    return revision.number
  }
  const watching = async (): Promise<Outcome & { readonly last: unknown }> => {
    const outcome = await sluiceHere(['canary', 'watch', '--json'], group)
    const lines = outcome.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    for (const line of lines) hold('canary watch', line)
    return { ...outcome, last: lines.at(-1) }
  }

  it('is followed until it goes on to all: 0', async () => {
    const revision = await begin('--for', '3s', '--too-few', 'promote')
    expect(await shown('status')).toContain(`canary     revision ${revision} runs on 1 worker of `)
    expect(await watching()).toMatchObject({ code: 0, last: { revision, state: 'PROMOTED' } })
    expect(await shown('canary watch')).toContain(`revision ${revision} was promoted at `)
  })

  it('is taken back by hand: 65', async () => {
    const revision = await begin('--for', '1h')
    const watched = watching()
    expect(await told('canary take-back', ['--message', 'not\ntonight'])).toMatchObject({ revision, state: 'TAKEN_BACK' })
    expect(await watched).toMatchObject({
      code: 65,
      last: { revision, state: 'TAKEN_BACK', reason: expect.stringContaining('tonight') as string },
    })
    expect(await sluiceHere(['canary', 'promote'], group)).toMatchObject({
      code: 65,
      stderr: expect.stringContaining('no canary runs') as string,
    })
    expect(await sluiceHere(['canary', 'watch', '99999'], group)).toMatchObject({
      code: 65,
      stderr: expect.stringContaining('NOT_FOUND') as string,
    })
    await shown('discard --yes')
  })

  it('is promoted by hand', async () => {
    const revision = await begin('--for', '1h')
    expect(await told('canary promote', [String(revision)])).toMatchObject({ revision, state: 'PROMOTED' })
  })

  it('that goes on longer than somebody watches: 130', async () => {
    const revision = await begin('--for', '1h')
    const watched = openCommand(['canary', 'watch'], group)
    await watched.until(`revision ${revision} runs`)
    watched.signal('SIGINT')
    expect(await watched.ended).toMatchObject({ code: 130, stderr: '' })
    await shown('canary promote')
  })
})

describe('documents and overrides, for programs', () => {
  it('plan, apply and rollback tell what changes and whose pending edits go', async () => {
    const [before] = await told<{ number: number }[]>('config history', ['--first', '1'])
    const file = join(folder, 'config.json')
    await shown(`config export ${file}`)
    const document = JSON.parse(await readFile(file, 'utf8')) as { settings: object }
    await writeFile(file, JSON.stringify({ ...document, settings: { ...document.settings, ratio: 33 } }))
    await shown('settings set --ratio 44')
    const expected = {
      changes: [{ path: 'settings.ratio', after: 33 }],
      discarded: [{ path: 'settings.ratio', author: 'admin-token' }],
    }
    expect(await told('config plan', [file], 2)).toMatchObject(expected)
    const applied = await told<{ revision: number }>('config apply', [file, '--yes'])
    expect(applied).toMatchObject(expected)
    const rolledBack = { revision: applied.revision + 1, discarded: [] }
    expect(await told('config rollback', [String(before?.number)])).toMatchObject(rolledBack)
    const asked = await sluiceAsked(['config', 'apply', file, '--json'], group, () => 'y\n')
    expect(asked).toMatchObject({ code: 0, asked: true, stderr: expect.stringContaining('Would change: 1 changed') as string })
    hold('config apply', JSON.parse(asked.stdout))
  })

  it.each([
    { command: 'override down', args: ['default', '--yes'], override: { kind: 'ADMIN_STATE', target: 'default', value: 'DOWN' } },
    { command: 'override drain', args: ['default', '--yes'], override: { value: 'DRAIN' } },
    { command: 'override up', args: ['default'], override: { value: 'UP' } },
    { command: 'override weight', args: ['default', '5'], override: { kind: 'WEIGHT', value: 5 } },
    { command: 'override ratio', args: ['2'], override: { kind: 'RATIO', target: null, value: 2 } },
    { command: 'override all-to-origin', args: ['--yes'], override: { kind: 'ALL_TO_ORIGIN', value: null } },
    { command: 'override all-to-cdn', args: ['default'], override: { kind: 'ALL_TO_CDN', target: 'default' } },
  ])('$command tells what holds now', async ({ command, args, override }) => {
    expect(await told(command, [...args, '--reason', 'a try'])).toMatchObject({ override, isFollowed: true })
  })

  it('override lift tells what was lifted', async () => {
    const { lifted } = await told<{ lifted: object[] }>('override lift', ['everything'])
    expect(lifted).toHaveLength(4)
    expect(await told('override list')).toEqual([])
  })
})

describe('status, workers and watch', () => {
  it('status tells what is live, pending, overridden and how the workers are', async () => {
    await shown('settings set --ratio 15')
    await sluiceHere(['override', 'weight', 'default', '5', '--reason', 'a try'], group)
    expect(await told('override list')).toMatchObject([{ kind: 'WEIGHT', target: 'default', value: 5, scope: 'ALL_NODES' }])
    expect(await told('status')).toMatchObject({
      status: 'OK',
      viewer: { name: 'admin-token', roles: ['admin'] },
      pendingChanges: 1,
      overrides: [{ kind: 'WEIGHT', target: 'default', value: 5 }],
      full: [],
      problems: [],
    })
    const text = await shown('status')
    expect(text).toMatch(
      /^sluice +\d+\.\d+\.\d+ on .*:\d+\nstate +OK\nyou +admin-token, admin\nlive +revision \d+, by admin-token \d+ s ago/,
    )
    expect(text).toMatch(
      /pending +1 change; .*\n[^]*overrides +1\n +WEIGHT default 5 [^]*workers +2 READY with revision \d+\ntraffic +\d+ requests in 60 s/,
    )
    await sluiceHere(['override', 'lift', 'everything'], group)
    await shown('discard --yes')
  })

  it('status works with the least role', async () => {
    const viewer = { url: group.url, token: await tokenOf('vera', 'viewer') }
    const outcome = await sluiceHere(['status'], viewer)
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toContain('you        api-token:vera, viewer\n')
    expect(outcome.stdout).not.toContain('problems')
  })

  it('workers lists each with what it runs', async () => {
    expect(await told('workers')).toMatchObject([{ id: 'worker-1', state: 'READY', problem: null }, { id: 'worker-2' }])
    expect(await shown('workers')).toMatch(/^WORKER +NODE +PID +STATE +REVISION +LAST SEEN +PROBLEM\nworker-1 /)
  })

  it('watch shows lines in a pipe, objects for programs, bars at a terminal', async () => {
    expect(await shown('watch --interval 1 --ticks 2')).toMatch(
      /^(?:20\S+Z \d+ requests, \d+ refused: origin \d+\.\d %, default \d+\.\d %\n){2}$/,
    )
    const { stdout } = await sluiceHere(['watch', '--interval', '1', '--ticks', '2', '--json'], group)
    const ticks = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(ticks).toHaveLength(2)
    for (const tick of ticks) hold('watch', tick)
    const { stdout: screen } = await sluiceAsked(['watch', '--interval', '1', '--ticks', '4'], group, () => '')
    const screens = screen.split('\u001b[3A\u001b[J')
    expect(screens).toHaveLength(4)
    for (const one of screens) expect(one).toMatch(/^\d+ requests in 1 s[^\n]*\norigin +█*░* +\d[^\n]*\ndefault █*░* [^\n]*\n$/)
    // On full cores a worker may report later than a tick, whose bars are empty then.
    expect(screens).toContainEqual(expect.stringMatching(/^[1-9][^]*\ndefault █+░* /))
  })

  it('watch goes on when the control process is killed', async () => {
    const watched = openCommand(['watch', '--interval', '1'], group)
    await watched.until('requests')
    const [control = 0] = await childrenOf(group.primaryPid)
    process.kill(control, 'SIGKILL')
    await until(
      'it is served by another one',
      30_000,
      async () => ![0, control].includes((await childrenOf(group.primaryPid)).at(-1) ?? 0),
    )
    const before = watched.output()
    await until('it tells more', 30_000, () => watched.output().length > before.length)
    watched.signal('SIGINT')
    expect(await watched.ended).toMatchObject({ code: 0, stderr: '' })
  })

  it('watch ends with 0 by Ctrl-C, and when nobody reads any more', async () => {
    const watched = openCommand(['watch'], group)
    await watched.until('requests')
    watched.signal('SIGINT')
    expect(await watched.ended).toMatchObject({ code: 0, stderr: '' })
    const { PATH = '' } = process.env
    const env = { PATH, SLUICE_URL: group.url, SLUICE_TOKEN: group.token }
    const child = spawn('sh', ['-c', `"${process.execPath}" src/cli/main.ts watch --interval 1 | head -1`], { cwd: root, env })
    const [line, [code]] = await Promise.all([readAll(child.stdout), once(child, 'exit')])
    expect([line.split('\n').length, code]).toEqual([2, 0])
  })
})

describe('health and check', () => {
  it('health shows each CDN, and what wants attention', async () => {
    await probedCdn()
    await until('it was judged', 10_000, async () => /HEALTHY .*PASSED 200/.test(await shown('health')))
    expect(await shown('health')).toMatch(
      /^OK\nCDN +ADMIN STATE +HEALTH +SINCE +LAST PROBE +REASON\ndefault +AUTO +UNKNOWN +- +none yet +[^\n]+\nsecond +AUTO +HEALTHY +[^\n]+ PASSED 200 in \d+ ms +[^\n]+\n$/,
    )
    const lastProbe = { outcome: 'PASSED', status: 200 }
    expect(await told('health')).toMatchObject({
      status: 'OK',
      cdns: [
        { key: 'default', health: 'UNKNOWN', lastProbe: null },
        { key: 'second', adminState: 'AUTO', health: 'HEALTHY', lastProbe },
      ],
    })
  })

  it('health --watch tells of each CDN, then of each change', async () => {
    expect(await shown('health --watch --changes 2')).toMatch(/^20\S+Z default UNKNOWN: [^\n]+\n20\S+Z second HEALTHY: [^\n]+\n$/)
    const watched = openCommand(['health', '--watch', '--json'], group)
    await watched.until('"cdn":"second"')
    await sluiceHere(['override', 'drain', 'second', '--reason', 'a try'], group)
    await watched.until('"adminState":"DRAIN"')
    await sluiceHere(['override', 'lift', 'second'], group)
    for (const line of watched.output().trimEnd().split('\n')) hold('health', JSON.parse(line))
    watched.signal('SIGINT')
    expect(await watched.ended).toMatchObject({ code: 0, stderr: '' })
    expect(await sluiceHere(['health', '--changes', '1'], group)).toMatchObject({ code: 64 })
  })

  it('check ends with 0 when the probe passed, 65 when it failed, 75 when it is too soon', async () => {
    const passed = { key: 'second', health: 'HEALTHY', lastProbe: { outcome: 'PASSED', status: 200 } }
    expect(await told('check', ['second'])).toMatchObject(passed)
    expect(await sluiceHere(['check', 'second'], group)).toMatchObject({
      code: 75,
      stderr: expect.stringContaining('TOO_SOON') as string,
    })
    cdnStatus = 503
    await until('it fails', 10_000, async () => (await sluiceHere(['check', 'second'], group)).code === 65)
    cdnStatus = 200
    const stderr = expect.stringContaining('NOT_CHECKED') as string
    expect(await sluiceHere(['check', 'default'], group)).toMatchObject({ code: 65, stderr })
    expect(await sluiceHere(['check', 'nobody'], group)).toMatchObject({ code: 65 })
  })
})

describe('client', () => {
  it('tells what is known of an address, and for a video URL what the rules decide', async () => {
    const [video, facts] = ['http://s1.origin-cluster/x', { ip: '192.0.2.1', country: null, zones: [], excludedCdns: [] }]
    expect(await told('client', ['::ffff:192.0.2.1'])).toMatchObject({ ...facts, rule: null, pool: null })
    expect(await told('client', ['192.0.2.1', '--video', video])).toMatchObject({ ...facts, pool: 'all' })
    expect(await shown(`client 192.0.2.1 --video ${video}`)).toMatch(
      /^address +192\.0\.2\.1\ncountry +unknown[^]*\nnever gets +no CDN is denied to it\nthis video +pool all, no rule matches\n$/,
    )
    const stderr = expect.stringContaining('ip: received "192.0.2.0/24"') as string
    expect(await sluiceHere(['client', '192.0.2.0/24'], group)).toMatchObject({ code: 65, stderr })
  })
})

describe('load', () => {
  it('load report tells how full a CDN is, and what it is refused for', async () => {
    await fillableCdn()
    expect(await told('load report', ['second', '--percent', '81.5'])).toMatchObject({ load: { percent: 81.5, mbps: null } })
    expect(await shown('load report second --mbps 320000 --valid 3600')).toMatch(/^second is at 320000 Mbit\/s, until 20\S+Z\n$/)
    const refused = (line: string) => sluiceHere(['load', 'report', ...line.split(' ')], group)
    const invalid = { code: 65, stderr: expect.stringContaining('LOAD_INVALID') as string }
    expect(await refused('second --percent 1001')).toMatchObject(invalid)
    expect(await refused('second')).toMatchObject(invalid)
    expect(await refused('nobody --percent 1')).toMatchObject({ code: 65 })
    expect(await refused('second --percent many')).toMatchObject({ code: 64 })
    expect(await refused('second --percent 1 --valid 3601')).toMatchObject({ code: 64 })
  })
})

/** Publishes a CDN with a capacity. */
async function fillableCdn(): Promise<void> {
  await sluiceHere(['cdn', 'set', 'second', '--base-url', 'second.example.com', '--capacity', '{"mbps":400000}'], group)
  await sluiceHere(['publish'], group)
}

describe('simulate', () => {
  it('decides what the workers recorded, under what is assumed', async () => {
    const args = ['--assume', 'default=up', '--window', '600']
    const { requests, undecided, moved } = await told<Simulated>('simulate', args)
    expect({ isRecorded: requests > 0, undecided, moved: moved.requests }).toEqual({ isRecorded: true, undecided: [], moved: 0 })
    const people = await shown('simulate --working-copy')
    expect(people).toMatch(
      /^requests +\d+, by a sample of \d+\nconfidence +\w+: within [^]*\n {8}key +before +after +moved\ncdn /,
    )
    const stderr = expect.stringContaining('assume.0.cdn: received "nobody"') as string
    expect(await sluiceHere(['simulate', '--assume', 'nobody=down'], group)).toMatchObject({ code: 65, stderr })
  })
})

describe('contingency', () => {
  it('tells what each failure leaves to the others, the worst first, by what the workers recorded', async () => {
    const file = join(folder, 'failing.json')
    const cdns = [
      { key: 'default', baseUrl: 'a.example.com', capacity: { requestsPerSecond: 900 } },
      { key: 'second', baseUrl: 'b.example.com', capacity: { requestsPerSecond: 2_000 } },
    ]
    const originClusters = [{ key: 'video', hostSuffix: 'origin-cluster', maxRequestsPerSecond: 100 }]
    await writeFile(file, JSON.stringify({ formatVersion: 1, settings: { ratio: 4 }, originClusters, cdns }))
    const recorded = () => told<readonly object[]>('contingency', [file, '--requests-per-second', '2000'])
    await until('there is a record', 30_000, async () => JSON.stringify(await recorded()).includes('"RECORDED"'))
    expect(await recorded()).toMatchObject([
      {
        down: ['second'],
        requestsPerSecond: 2_000,
        missingWorkers: [],
        cdns: [{ key: 'default', requestsPerSecond: 1_500, capacity: 900, percent: 166.67, isOverloaded: true }],
        originClusters: [{ key: 'video', requestsPerSecond: 500, budget: 100, percent: 500, isOverloaded: true }],
      },
      { down: ['default'], cdns: [{ key: 'second', percent: 75, isOverloaded: false }] },
    ])
    expect(await shown(`contingency ${file} --requests-per-second 1000`)).toBe(
      `by        what the workers of this node recorded in the last hour
requests  1000 a second

DOWN     FULLEST          REQUESTS/S   OF  PERCENT  OVERLOADED       STILL GETS
second   origin of video         250  100      250  origin of video           -
default  origin of video         250  100      250  origin of video           -
`,
    )
    expect(await shown(`contingency ${file} --failures 2`)).toMatch(/\ndefault \+ second +origin of video +\S+ +100 /)
    expect(await sluiceHere(['contingency', file, '--failures', '3'], group)).toMatchObject({ code: 64 })
    const alone = join(folder, 'alone.json')
    await writeFile(alone, JSON.stringify({ formatVersion: 1, settings: {}, originClusters, cdns: cdns.slice(0, 1) }))
    expect(await shown(`contingency ${alone} --failures 2`)).toBe('There are not as many CDNs in use.\n')
  })
})

type Simulated = {
  readonly requests: number
  readonly undecided: readonly object[]
  readonly moved: { readonly requests: number }
}

/** Publishes the CDN of this machine, with a health check. */
async function probedCdn(): Promise<void> {
  const { port } = cdn.address() as AddressInfo
  const check = { path: '/check', internal: true, intervalSeconds: 5, timeoutSeconds: 1, fall: 10 }
  const fields = ['--base-url', `http://127.0.0.1:${port}`, '--health-check', JSON.stringify(check)]
  await sluiceHere(['cdn', 'set', 'second', ...fields], group)
  await sluiceHere(['publish'], group)
}

describe('audit and token', () => {
  it('audit lists what was done, by all that is given', async () => {
    await sluiceHere(['cdn', 'set', 'default', '--weight', '1001'], group)
    type Event = { readonly action: string; readonly code: string | null; readonly role: string }
    const refused = await told<Event[]>('audit', [
      '--outcome',
      'refused',
      '--action',
      'upsertCdn',
      '--first',
      '1',
      '--since',
      '1h',
    ])
    expect(refused).toMatchObject([{ action: 'upsertCdn', code: 'WEIGHT_INVALID', role: 'admin' }])
    expect(await shown('audit --actor api-token:ed --since 2026-01-31T12:00:00Z')).toMatch(
      /^AT +ACTOR +ACTION +TARGET +OUTCOME +DETAIL\n20\S+Z +api-token:ed +updateSettings +settings +ACCEPTED\n$/,
    )
    expect(await told<Event[]>('audit', ['--first', '150'])).not.toHaveLength(0)
    expect(await sluiceHere(['audit', '--since', 'yesterday'], group)).toMatchObject({ code: 64 })
  })

  it('token create prints the token alone to stdout, once; list and revoke know it by its name', async () => {
    const made = await sluiceHere(['token', 'create', 'dashboard', '--role', 'viewer', '--days', '30'], group)
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S{32,}\n$/) as string })
    expect(made.stderr).toMatch(/^The token dashboard has the role viewer until 20\S+Z\. It is shown here and never again\.\n$/)
    expect(made.stderr).not.toContain(made.stdout.trim())
    const dashboard = { url: group.url, token: made.stdout.trim() }
    expect(await sluiceHere(['workers'], dashboard)).toMatchObject({ code: 0 })
    expect(await sluiceHere(['publish'], dashboard)).toMatchObject({ code: 77 })
    expect(await told('token create', ['other', '--role', 'operator'])).toMatchObject({
      apiToken: { name: 'other', roles: ['operator'] },
    })
    expect(await told('token list')).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'dashboard', roles: ['viewer'] })]),
    )
    expect(await shown('token list')).toMatch(/^ID +NAME +ROLE +STATE [^]*dashboard +viewer +usable /)
    expect(await told('token revoke', ['dashboard'])).toMatchObject({ name: 'dashboard' })
    expect(await shown('token list')).toMatch(/dashboard +viewer +revoked /)
    expect(await sluiceHere(['workers'], dashboard)).toMatchObject({ code: 77 })
    expect(await sluiceHere(['token', 'revoke', 'dashboard'], group)).toMatchObject({ code: 65 })
    expect(await shown('token revoke other')).toMatch(/^The token other \(id \d+\) is revoked\.\n$/)
    expect(await sluiceHere(['token', 'create', 'x', '--role', 'boss'], group)).toMatchObject({ code: 64 })
  })
})

describe('the examples of the help', () => {
  let ratio = 500
  const edit = (): Promise<unknown> => shown(`settings set --ratio ${(ratio += 1)}`)
  const begin = async (): Promise<void> => {
    await edit()
    await shown('publish --canary 1 --for 1h')
  }
  const before: Readonly<Record<string, () => Promise<unknown>>> = {
    publish: edit,
    'canary watch': edit,
    'canary promote': begin,
    'canary take-back': begin,
    check: probedCdn,
    contingency: () => shown(`config export ${join(folder, 'config.yaml')}`),
    'load report': fillableCdn,
    simulate: async () => {
      await shown(`config export ${join(folder, 'config.yaml')}`)
      await writeFile(join(folder, 'access.log'), '{"request":"/?video=x","status":400}\n')
    },
    'pool set': () => shown('cdn set second --base-url second.example.com'),
    'rule set': () => shown('pool set live --members default'),
  }
  const others = /^(?:config|override) /

  it.each(commands.filter(({ name }) => !others.test(name)))('of $name run', async ({ name, help }) => {
    const examples = help.split('\n').filter((line) => line.startsWith('  ') && line.includes('npx sluice '))
    expect(examples).not.toHaveLength(0)
    for (const example of examples) {
      await before[name]?.()
      const { PATH = '', HOME = '' } = process.env
      const script = `npx() { shift; "${process.execPath}" "${root}src/cli/main.ts" "$@"; }\n${example}`
      const env = { PATH, HOME, DATA_DIR: group.dataDir }
      const child = spawn('bash', ['-c', script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
      const [stderr, [code]] = await Promise.all([readAll(child.stderr), once(child, 'exit'), readAll(child.stdout)])
      expect([example, code, stderr.replace(/^The token .*\n/, '')]).toEqual([example, 0, ''])
    }
  })
})

/** A token of this name and role, by the command that is under test. */
async function tokenOf(name: string, role: string): Promise<string> {
  return (await sluiceHere(['token', 'create', name, '--role', role], group)).stdout.trim()
}

describe('sluice as a program', () => {
  it('runs by npx in the project, and finds the service and its token by DATA_DIR', async () => {
    const outcome = await runBin(['npx', 'sluice', 'config', 'history', '--json'], { env: { DATA_DIR: group.dataDir } })
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(outcome.stdout)).toContainEqual(expect.objectContaining({ number: 1, author: 'bootstrap' }))
  })

  it('runs anywhere once it is linked, and finds ./data of the folder that it stands in', async () => {
    const prefix = join(folder, 'prefix')
    await mkdir(join(prefix, 'lib'), { recursive: true })
    const env = { npm_config_prefix: prefix }
    expect(await runBin(['npm', 'link', '--offline', '--ignore-scripts', '--no-audit'], { env })).toMatchObject({ code: 0 })
    const linked = join(prefix, 'bin/sluice')
    const elsewhere = join(folder, 'elsewhere')
    await mkdir(elsewhere)
    expect(await runBin([linked, 'config', 'history'], { cwd: elsewhere })).toMatchObject({
      code: 77,
      stderr: expect.stringContaining('no service runs on ./data') as string,
    })
    await mkdir(join(elsewhere, 'data'))
    const found = await startGroup({ dataDir: join(elsewhere, 'data'), env: { HOST: '0.0.0.0' } })
    const outcome = await runBin([linked, 'config', 'history'], { cwd: elsewhere })
    await found.destroy()
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('bootstrap') as string })
  })

  it('sends the token of a data folder to no other address', async () => {
    const env = { DATA_DIR: group.dataDir, SLUICE_URL: group.url }
    const stderr = expect.stringContaining('SLUICE_TOKEN is not set') as string
    expect(await runBin([bin, 'config', 'history'], { env })).toMatchObject({ code: 77, stderr })
  })

  it('finds a service on a port for admins alone, does not know the token that it was given, and says so', async () => {
    const ports = { ADMIN_PORT: String(await freePort()) }
    const given = await startGroup({ env: { ADMIN_TOKEN: 'kX3-9vQ_fW7zLm2Rb8Ty', ...ports } })
    const env = { DATA_DIR: given.dataDir }
    const without = await runBin([bin, 'config', 'history'], { env })
    const withToken = await runBin([bin, 'config', 'history'], { env: { ...env, SLUICE_TOKEN: given.token } })
    await given.destroy()
    expect(without).toMatchObject({ code: 77, stderr: expect.stringContaining('ADMIN_TOKEN') as string })
    expect(withToken).toMatchObject({ code: 0 })
    const stderr = expect.stringContaining(`no service runs on ${given.dataDir}`) as string
    expect(await runBin([bin, 'config', 'history'], { env })).toMatchObject({ code: 69, stderr })
  })

  it('is the same by npm run', async () => {
    expect((await sluice(['--help'])).stdout).toBe((await runBin([bin, '--help'], {})).stdout)
  })
})

it('every answer for programs was held against its schema', () => {
  const shaped = commands.filter(({ shape }) => shape !== undefined).map(({ name }) => name)
  expect(shaped.filter((name) => !held.has(name))).toEqual([])
})
