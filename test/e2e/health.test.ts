import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { makeAuthority } from '../support/certificates.ts'
import { publishCheckedCdns, runOn, untilHealth } from '../support/checked-cdns.ts'
import { fails, halfBody, serves, startFakeCdn, type Conduct, type FakeCdn } from '../support/fake-cdn.ts'
import { startPacedPlayers, type PacedPlayers, type PlayerAnswer } from '../support/paced-players.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { subscribe, type SseClient } from '../support/sse.ts'
import { until } from '../support/until.ts'

// CDNs with a fault each, all at once, beside two that are well. Then they come back, and one of them goes again and again.

const FALL = 2
/** Most time from a fault to the last redirect that goes there: fall × interval + timeout + 1.5 s. */
const allowedMs = (key: string): number => (key === 'flaps' ? 1 : FALL) * 1_000 + 1_000 + 1_500
const PLAYERS_PER_SECOND = 120
const SLOW_START_MS = 5_000

const conducts: Readonly<Record<string, Conduct>> = {
  refuses: { does: 'REFUSES' },
  hangs: { does: 'HANGS' },
  'answers-500': fails,
  'slows-down': { does: 'ANSWERS', body: '#EXTM3U\n', afterMs: 1_500 },
  resets: { does: 'RESETS' },
  'half-a-body': halfBody,
  flaps: fails,
}
const faulty = [...Object.keys(conducts), 'wrong-certificate']
const well = ['default', 'second']

type Told = {
  readonly cdn: string
  readonly health: string
  readonly reason: string
  readonly at: string
  readonly monoMs: number
}

const authority = makeAuthority('trusted')
const stranger = makeAuthority('nobody trusts it')
const cdns = new Map<string, FakeCdn>()
const told: Told[] = []
const faultMonoMs: Record<string, number> = {}
let folder: string
let group: Group
let events: SseClient
let players: PacedPlayers

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-trusted-'))
  await writeFile(join(folder, 'authority.pem'), authority.cert)
  const env = { WORKERS: '2', RATIO: '0', NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') }
  const certificate = authority.issue(['127.0.0.1'], 30)
  ;[group] = await Promise.all([
    startGroup({ env }),
    ...[...well, ...faulty].map(async (key) =>
      cdns.set(key, await startFakeCdn(key === 'wrong-certificate' ? { certificate } : {})),
    ),
  ])
  const climbs = `fall: ${FALL}, rise: 2, slowStartSeconds: ${SLOW_START_MS / 1_000}`
  const checks: Readonly<Record<string, string>> = { hangs: climbs, flaps: 'fall: 1, rise: 1, slowStartSeconds: 0' }
  await publishCheckedCdns(
    group,
    Object.fromEntries([...cdns].map(([key, { url }]) => [key, { url, ...(checks[key] && { check: checks[key] }) }])),
  )
  events = await subscribe(group.url, group.token, 'subscription { healthChanged { cdn health reason at } }')
  void listen()
  players = startPacedPlayers([`${group.url}${video}`], PLAYERS_PER_SECOND)
}, 60_000)
afterAll(async () => {
  events?.close()
  await players?.stop()
  await group?.destroy()
  await Promise.all([...cdns.values()].map((cdn) => cdn.close()))
  await rm(folder, { recursive: true, force: true })
})

async function listen(): Promise<void> {
  for (let event = await next(); event !== undefined; event = await next())
    told.push({ ...event.healthChanged, monoMs: performance.now() })
}
const next = () => events.next<{ healthChanged: Omit<Told, 'monoMs'> }>()

const cdnOf = (key: string): FakeCdn => {
  const cdn = cdns.get(key)
  if (cdn === undefined) throw new Error(`no CDN ${key}`)
  return cdn
}
const redirectsTo = (key: string): readonly PlayerAnswer[] =>
  players.answers.filter(({ host }) => host === `127.0.0.1:${cdnOf(key).port}`)

/** Part of the redirects in a window that goes to a CDN. */
function shareOf(key: string, fromMonoMs: number, toMonoMs: number): number {
  const isIn = ({ atMonoMs }: PlayerAnswer): boolean => atMonoMs >= fromMonoMs && atMonoMs < toMonoMs
  return redirectsTo(key).filter(isIn).length / players.answers.filter(isIn).length
}

/** Waits for the latest word on a CDN since a moment. */
async function heard(key: string, health: string, sinceMonoMs: number, withinMs = 20_000): Promise<Told> {
  const find = () => told.find((event) => event.cdn === key && event.health === health && event.monoMs >= sinceMonoMs)
  await until(`${key} is ${health}`, withinMs, () => find() !== undefined)
  return find() as Told
}

it('takes out each within fall × interval + timeout + 1.5 s of its fault, and no redirect fails', async ({ annotate }) => {
  await until('each gets its part', 10_000, () => [...cdns.keys()].every((key) => redirectsTo(key).length > 3))
  for (const [key, conduct] of Object.entries(conducts)) {
    faultMonoMs[key] = performance.now()
    await cdnOf(key).behave(conduct)
  }
  faultMonoMs['wrong-certificate'] = performance.now()
  cdnOf('wrong-certificate').certify(stranger.issue(['127.0.0.1'], 30))
  const out = await Promise.all(faulty.map((key) => heard(key, 'UNHEALTHY', faultMonoMs[key] ?? 0)))
  await until(
    'redirects go on',
    5_000,
    () => performance.now() > Math.max(...Object.values(faultMonoMs)) + allowedMs('hangs') + 500,
  )

  const lastMs = Object.fromEntries(
    faulty.map((key) => [key, (redirectsTo(key).at(-1)?.atMonoMs ?? 0) - (faultMonoMs[key] ?? 0)]),
  )
  await annotate(
    Object.entries(lastMs)
      .map(([key, ms]) => `${key} ${(ms / 1_000).toFixed(1)} s`)
      .join(', '),
  )
  for (const [key, ms] of Object.entries(lastMs)) expect([key, ms < allowedMs(key)], String(ms)).toEqual([key, true])
  expect(Object.fromEntries(out.map(({ cdn, reason }) => [cdn, reason]))).toMatchInlineSnapshot(`
    {
      "answers-500": "out of use: 2 checks in a row failed, the last one: received status 500, allowed is 200 to 299",
      "flaps": "out of use: its check failed: received status 500, allowed is 200 to 299",
      "half-a-body": "out of use: 2 checks in a row failed, the last one: the body ended before its length",
      "hangs": "out of use: 2 checks in a row failed, the last one: no answer within 1 s",
      "refuses": "out of use: 2 checks in a row failed, the last one: the connection was refused",
      "resets": "out of use: 2 checks in a row failed, the last one: the connection was closed without a whole answer",
      "slows-down": "out of use: 2 checks in a row failed, the last one: no answer within 1 s",
      "wrong-certificate": "out of use: 2 checks in a row failed, the last one: the certificate is of an authority that is not trusted, or comes without its chain",
    }
  `)
  expect(new Set(players.answers.map(({ status }) => status))).toEqual(new Set([302]))
})

it('lets one back in steps from a tenth of its weight, and holds one that flaps longer each time', async () => {
  const [, holdsMs] = await Promise.all([slowStart(), damping()])
  expect(
    holdsMs.map((ms, index) => ms >= 1_000 * 2 ** index),
    String(holdsMs),
  ).toEqual([true, true, true])
  expect(
    holdsMs.map((ms, index) => ms < 1_000 * 2 ** index + 2_500),
    String(holdsMs),
  ).toEqual([true, true, true])
  expect(new Set(players.answers.map(({ status }) => status))).toEqual(new Set([302]))
})

/** Of two CDNs of one weight one is in slow start: the part that it gets of the other one's redirects is its step. */
async function slowStart(): Promise<void> {
  const cameMonoMs = performance.now()
  await cdnOf('hangs').behave(serves)
  const { monoMs } = await heard('hangs', 'HEALTHY', cameMonoMs)
  await until('the slow start is over', 15_000, () => performance.now() > monoMs + SLOW_START_MS + 2_000)
  const stepIn = (fromMs: number, toMs: number): number =>
    shareOf('hangs', monoMs + fromMs, monoMs + toMs) / shareOf('default', monoMs + fromMs, monoMs + toMs)
  expect(shareOf('hangs', cameMonoMs, monoMs - 500)).toBe(0)
  expect(stepIn(100, 1_100)).toBeGreaterThan(0.05)
  expect(stepIn(100, 1_100)).toBeLessThan(0.35)
  expect(stepIn(3_000, 4_000)).toBeGreaterThan(0.5)
  expect(stepIn(3_000, 4_000)).toBeLessThan(0.9)
  expect(stepIn(SLOW_START_MS + 500, SLOW_START_MS + 2_000)).toBeGreaterThan(0.9)
  expect(stepIn(SLOW_START_MS + 500, SLOW_START_MS + 2_000)).toBeLessThan(1.1)
}

/** Times out of use of a CDN that fails whenever it is in use: from its second ejection to the fourth. */
async function damping(): Promise<readonly number[]> {
  const holdsMs: number[] = []
  for (let ejection = 1; ejection <= 4; ejection += 1) {
    const startMonoMs = performance.now()
    await cdnOf('flaps').behave(fails)
    const out = ejection === 1 ? undefined : await heard('flaps', 'UNHEALTHY', startMonoMs)
    await cdnOf('flaps').behave(serves)
    const back = await heard('flaps', 'HEALTHY', startMonoMs)
    if (out !== undefined) holdsMs.push(Date.parse(back.at) - Date.parse(out.at))
  }
  return holdsMs
}

it('tells each change once, keeps them, and checks at most once a second when it is asked', async () => {
  const history = `{ healthHistory(cdn: "flaps", first: 50) { nodes { cdn health reason at } } }`
  type History = { readonly healthHistory: { readonly nodes: readonly Omit<Told, 'monoMs'>[] } }
  const seen = told.filter(({ cdn }) => cdn === 'flaps').slice(1) // the first one tells how it is
  await until('all is kept', 10_000, async () => (await runOn<History>(group, history)).healthHistory.nodes.length > seen.length)
  const { nodes } = (await runOn<History>(group, history)).healthHistory
  expect(nodes.slice(0, seen.length)).toEqual(
    seen.map(({ cdn, health, reason, at }) => ({ cdn, health, reason, at })).toReversed(),
  )
  expect(seen.map(({ health }) => health)).toEqual(Array.from({ length: 4 }, () => ['UNHEALTHY', 'HEALTHY']).flat())

  const check = (key: string) => `checkNow(cdn: "${key}") {
    ... on CheckNowSuccess { cdn { health lastProbe { outcome } } } ... on UserError { code } }`
  expect(await runOn(group, `mutation { well: ${check('second')} ill: ${check('refuses')} soon: ${check('second')} }`)).toEqual({
    well: { cdn: { health: 'HEALTHY', lastProbe: { outcome: 'PASSED' } } },
    ill: { cdn: { health: 'UNHEALTHY', lastProbe: { outcome: 'REFUSED' } } },
    soon: { code: 'TOO_SOON' },
  })
  await untilHealth(group, { default: 'HEALTHY', second: 'HEALTHY', refuses: 'UNHEALTHY' })
})
