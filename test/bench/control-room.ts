import { parseArgs } from 'node:util'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { signIn } from '../support/control-room.ts'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

/** A page by its path, and a text that stands there once it is drawn. */
const pages = [
  ['', 'worker-1'],
  ['/cdns', 'cdn-0001'],
  ['/routing', 'Routing'],
  ['/config', 'cdn-0001'],
  ['/audit', 'upsertCdn'],
] as const

export type PageFigures = { readonly path: string; readonly shownMs: number; readonly typedMs: number; readonly heapMiB: number }
export type ControlRoomFigures = {
  readonly firstLoadKiB: number
  readonly signedInMs: number
  readonly pages: readonly PageFigures[]
}

/** Opens the control room of a node with so many CDNs and audit events, and each of its largest pages in it. */
export async function measureControlRoom(cdns: number, events: number): Promise<ControlRoomFigures> {
  const group = await startGroup({ env: { WORKERS: '1', ADMIN_RATE_LIMIT: '0' } })
  const browser = await startBrowser()
  try {
    await fill(group, cdns, events)
    return await look(browser, group)
  } finally {
    await browser.close()
    await group.destroy()
  }
}

async function fill(group: Group, cdns: number, events: number): Promise<void> {
  const config = {
    settings: {},
    cdns: Array.from({ length: cdns }, (_, index) => ({
      key: `cdn-${String(index).padStart(4, '0')}`,
      baseUrl: `https://cdn-${index}.example.com`,
    })),
    originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
  }
  await must(
    group,
    'mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { ... on UserError { message } } }',
    {
      config,
    },
  )
  const many = 10
  for (let made = 0; made < events; made += many) {
    const edits = Array.from({ length: many }, (_, index) => {
      const key = `cdn-${String((made + index) % cdns).padStart(4, '0')}`
      return `e${index}: upsertCdn(input: { key: "${key}", weight: ${(made + index) % 1_000} }) { ... on UserError { message } }`
    })
    await must(group, `mutation { ${edits.join(' ')} }`)
  }
}

async function must(group: Group, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const { errors } = await graphql(group.url, group.token, query, variables)
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
}

async function look(browser: Browser, group: Group): Promise<ControlRoomFigures> {
  const start = performance.now()
  const { page } = await signIn(browser, group.url, group.token)
  await page.getByText('worker-1').first().waitFor()
  const signedInMs = performance.now() - start
  const firstLoadKiB = await transferredKiB(page)
  const session = await page.context().newCDPSession(page)
  const figures: PageFigures[] = []
  for (const [path, text] of pages) {
    const opened = performance.now()
    await page.evaluate((to) => history.pushState(null, '', `/admin${to}`), path)
    await page.locator('#page').getByText(text).first().waitFor()
    figures.push({
      path: path || '/',
      shownMs: performance.now() - opened,
      typedMs: await typed(page),
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

/** Longest time from a key to the next frame, over ten keys in the first field of the page; 0 where it has none. */
async function typed(page: Page): Promise<number> {
  const field = page.locator('#page input:is([type="text"], [type="search"], :not([type])):visible').first()
  if ((await field.count()) === 0) return 0
  await field.focus()
  let longest = 0
  for (const key of 'cdn-099999') {
    const began = performance.now()
    await page.keyboard.press(key)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    longest = Math.max(longest, performance.now() - began)
  }
  await field.fill('')
  return longest
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
  for (const { path, shownMs, typedMs, heapMiB: heap } of figures.pages)
    console.log(
      `${path.padEnd(10)} shown after ${shownMs.toFixed(0)} ms, a key drawn within ${typedMs.toFixed(0)} ms, heap ${heap.toFixed(1)} MiB`,
    )
}
