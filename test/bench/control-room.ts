import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { startPostgres } from '../../src/adapters/prisma/pglite.ts'
import { startBrowser } from '../support/browser.ts'
import { signIn } from '../support/control-room.ts'
import { copyDatabase } from '../support/database-files.ts'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

/** A page by its path, a text that stands there once it is drawn, and the field that is typed into. */
const pages = [
  ['', 'worker-1', '[aria-label="Filter CDNs"]'],
  ['/cdns', 'cdn-0001', '[aria-label="Filter CDNs"]'],
  ['/routing', 'Routing'],
  ['/config', 'cdn-0001', '[aria-label="Filter cdns"]'],
  ['/config/pools/many', 'members 1: cdn-0000', '[name="members[0].weight"]'],
  ['/audit', 'upsertCdn'],
] as const

const KEYS = 100

/** What a key costs the page's main thread, and the time to the second frame after it that 99 of 100 keys take at most. */
type Typed = { readonly cpuMs: number; readonly drawnMs: number }
export type PageFigures = {
  readonly path: string
  readonly shownMs: number
  readonly typed: Typed | undefined
  readonly heapMiB: number
}
export type ControlRoomFigures = {
  readonly firstLoadKiB: number
  readonly signedInMs: number
  readonly pages: readonly PageFigures[]
}

/** Opens the control room of a node with so many CDNs and audit events, and each of its largest pages in it. */
export async function measureControlRoom(cdns: number, events: number): Promise<ControlRoomFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-bench-'))
  await fillAudit(dataDir, events)
  const group = await startGroup({ dataDir, env: { WORKERS: '1', ADMIN_RATE_LIMIT: '0' } })
  const browser = await startBrowser()
  try {
    await fill(group, cdns)
    return await look(browser, group)
  } finally {
    await browser.close()
    await group.destroy()
    await rm(dataDir, { recursive: true })
  }
}

/** Puts the events into the database before a group runs on it: by edits they would take 10 minutes. */
async function fillAudit(dataDir: string, events: number): Promise<void> {
  await copyDatabase(dataDir)
  const database = await startPostgres({ dataDir: join(dataDir, 'database') })
  await database.exec(`
    INSERT INTO audit_event (at, actor, role, address, action, target, outcome, before, after, request_id)
    SELECT now() - (${events} - n) * interval '30 seconds', 'actor-' || n % 40, 'editor', '192.0.2.' || n % 200, 'upsertCdn',
      'cdns.cdn-' || lpad((n % 1000)::text, 4, '0'), 'ACCEPTED', jsonb_build_object('weight', n % 999),
      jsonb_build_object('weight', n % 999 + 1), 'req-' || n
    FROM generate_series(1, ${events}) AS n`)
  await database.close()
}

async function fill(group: Group, count: number): Promise<void> {
  const cdns = Array.from({ length: count }, (_, index) => ({
    key: `cdn-${String(index).padStart(4, '0')}`,
    baseUrl: `https://cdn-${index}.example.com`,
  }))
  const config = {
    settings: {},
    cdns,
    originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
    pools: [{ key: 'many', members: cdns.map(({ key }) => ({ cdn: key })) }],
  }
  const apply =
    'mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { ... on UserError { message } } }'
  const { errors } = await graphql(group.url, group.token, apply, { config })
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
}

async function look(browser: Browser, group: Group): Promise<ControlRoomFigures> {
  const start = performance.now()
  const { page } = await signIn(browser, group.url, group.token)
  await page.getByText('worker-1').first().waitFor()
  const signedInMs = performance.now() - start
  const firstLoadKiB = await transferredKiB(page)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const figures: PageFigures[] = []
  for (const [path, text, field] of pages) {
    const opened = performance.now()
    await page.evaluate((to) => history.pushState(null, '', `/admin${to}`), path)
    await page.locator('#page').getByText(text).first().waitFor()
    figures.push({
      path: path || '/',
      shownMs: performance.now() - opened,
      typed: field === undefined ? undefined : await typed(page, session, field),
      heapMiB: await heapMiB(session),
    })
  }
  return { firstLoadKiB, signedInMs, pages: figures }
}

async function transferredKiB(page: Page): Promise<number> {
  const bytes = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter(({ name }) => !name.endsWith('/graphql'))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize, 0),
  )
  return bytes / 1_024
}

async function typed(page: Page, session: CDPSession, selector: string): Promise<Typed> {
  const field = page.locator(`#page input${selector}`)
  const times: number[] = []
  let cpuMs = 0
  for (let count = 0; count < KEYS; count++) {
    if (count % 10 === 0) {
      await field.fill('')
      await twoFrames(page)
    }
    const cpuBefore = await cpuMsOf(session)
    const began = performance.now()
    await page.keyboard.press(String(count % 10))
    await twoFrames(page)
    times.push(performance.now() - began)
    cpuMs += ((await cpuMsOf(session)) - cpuBefore) / KEYS
  }
  await field.fill('')
  return { cpuMs, drawnMs: times.toSorted((a, b) => a - b)[Math.ceil(KEYS * 0.99) - 1] ?? 0 }
}

/** CPU time of the page's main thread so far. */
async function cpuMsOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000
}

async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

async function heapMiB(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1_048_576
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { cdns: { type: 'string', default: '1000' }, events: { type: 'string', default: '10000' } },
  })
  const figures = await measureControlRoom(Number(values.cdns), Number(values.events))
  console.log(`first load ${figures.firstLoadKiB.toFixed(0)} KiB, signed in and drawn after ${figures.signedInMs.toFixed(0)} ms`)
  for (const { path, shownMs, typed: key, heapMiB: heap } of figures.pages) {
    const told = key && ` a key takes ${key.cpuMs.toFixed(1)} ms of CPU and is drawn within ${key.drawnMs.toFixed(0)} ms (p99),`
    console.log(`${path.padEnd(18)} shown after ${shownMs.toFixed(0)} ms,${told ?? ''} heap ${heap.toFixed(1)} MiB`)
  }
}
