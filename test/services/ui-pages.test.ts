import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { accessibilityProblems, signIn, type Look } from '../support/control-room.ts'
import { startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// Every page of a control room with something in it. The pictures of docs/ui.md are made here: SCREENSHOTS=docs/ui
let group: Group
let browser: Browser
let cdn: FakeCdn
let pictures: string

beforeAll(async () => {
  ;[group, browser, cdn] = await Promise.all([startGroup({ env: { WORKERS: '2' } }), startBrowser(), startFakeCdn()])
  pictures = process.env['SCREENSHOTS'] ?? (await mkdtemp(join(tmpdir(), 'sluice-pictures-')))
  await fill()
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
  await cdn?.close()
})

const pages = [
  ['now', '', 'worker-2'],
  ['cdns', '/cdns', 'Origin clusters'],
  ['routing', '/routing', 'live-video'],
  ['config', '/config', 'default'],
  ['form', '/config/cdns/alpha', 'baseUrl'],
  ['publish', '/publish', 'cdns.alpha.weight'],
  ['history', '/history', 'two CDNs more'],
  ['try', '/try', 'Try'],
  ['access', '/access', 'exporter'],
  ['audit', '/audit', 'createApiToken'],
] as const

it.each<Look>(['desk', 'phone'])('each page is accessible and complains of nothing: %s', async (look) => {
  const { page, problems } = await signIn(browser, group.url, group.token, { look })
  for (const [name, path, text] of pages) {
    await open(page, path, text)
    expect([name, await accessibilityProblems(page)]).toEqual([name, []])
    await page.screenshot({ path: join(pictures, look === 'desk' ? `${name}.png` : `${name}-phone.png`) })
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  expect(problems).toEqual([])
  await page.context().close()
})

async function open(page: Page, path: string, text: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', `/admin${to}`), path)
  await page.locator('#page').getByText(text).first().waitFor()
  await expect.poll(() => page.locator('#page [aria-label="loading"]').count(), { timeout: 15_000 }).toBe(0)
}

/** Two CDNs more, a pool and a rule live; an edit pending; a token; players. */
async function fill(): Promise<void> {
  const check = '{ path: "/v/x.m3u8", intervalSeconds: 1, timeoutSeconds: 1, internal: true, slowStartSeconds: 0 }'
  for (const edit of [
    `upsertCdn(input: { key: "alpha", baseUrl: "${cdn.url}", weight: 3, healthCheck: ${check}, capacity: { requestsPerSecond: 200 } })`,
    'upsertCdn(input: { key: "beta", baseUrl: "https://beta.example.com", weight: 2 })',
    'upsertPool(input: { key: "live", policy: HASH_PATH, members: [{ cdn: "alpha" }, { cdn: "beta" }], fallbacks: [] })',
    'upsertRule(input: { key: "live-video", position: 1, pool: "live", match: { pathPrefixes: ["/live/"] } })',
    'publish(input: { message: "two CDNs more, live video by its folder" })',
    'upsertCdn(input: { key: "alpha", weight: 5 })',
    'createApiToken(input: { name: "exporter", roles: [OPERATOR], expiresInDays: 30 })',
  ])
    await must(`mutation { ${edit} { __typename ... on UserError { code message field } } }`)
  for (let sent = 0; sent < 400; sent += 1)
    await fetch(`${group.url}/?video=http://s1.origin-cluster/${sent % 3 === 0 ? 'live' : 'v'}/${sent % 40}/x.m3u8`, {
      redirect: 'manual',
    })
}

async function must(query: string): Promise<void> {
  const { data, errors } = await graphql<Record<string, { code?: string }>>(group.url, group.token, query)
  expect([errors, Object.values(data ?? {}).map(({ code }) => code)]).toEqual([undefined, [undefined]])
}
