import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { accessibilityProblems, signIn, type Look } from '../support/control-room.ts'
import { ask, graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// The pages Routing and Try a URL, on a working copy with pending changes of each kind.
const patience = { timeout: 15_000 }
let group: Group
let browser: Browser

beforeAll(async () => {
  ;[group, browser] = await Promise.all([startGroup({ env: { WORKERS: '1' } }), startBrowser()])
  await mutate(`
    default: upsertCdn(input: { key: "default", baseUrl: "cdn.example.com", weight: 2 }) { ...Refusal }
    europe: upsertCdn(input: { key: "europe", baseUrl: "https://eu.example.net/vod", httpsOnly: true }) { ...Refusal }
    fixed: upsertCdn(input: { key: "fixed", baseUrl: "fixed.example.org", urlTemplate: "{scheme}://{base}/a/{server}/b{path}{query}" }) { ...Refusal }
    office: upsertZone(input: { key: "office", name: "Head office", cidrs: ["198.51.100.0/24"] }) { ...Refusal }
    denied: upsertCdn(input: { key: "fixed", excludeZones: ["office"] }) { ...Refusal }
    backup: upsertPool(input: { key: "backup", members: [{ cdn: "default" }] }) { ...Refusal }
    live: upsertPool(input: { key: "live", policy: FAILOVER, members: [{ cdn: "europe" }, { cdn: "default", priority: 1 }], fallbacks: ["backup"] }) { ...Refusal }
    near: upsertPool(input: { key: "near", policy: GEO, members: [{ cdn: "europe", places: [{ continent: "EU" }, { zone: "office", distance: 5 }] }] }) { ...Refusal }
    first: upsertRule(input: { key: "live-first", position: 1, pool: "live", match: { pathPrefixes: ["/live/"] } }) { ...Refusal }
    staff: upsertRule(input: { key: "staff", position: 2, pool: "near", match: { zones: ["office"] } }) { ...Refusal }
    films: upsertRule(input: { key: "films", position: 3, pool: "near", match: { pathGlobs: ["/films/**"] } }) { ...Refusal }
    old: upsertRule(input: { key: "old", position: 4, pool: "backup", match: { pathPrefixes: ["/old/"] } }) { ...Refusal }
    publish(input: { message: "the routing of channels and films", waitForWorkersSeconds: 10 }) { ...Refusal }`)
  await mutate(`
    kids: upsertRule(input: { key: "kids", position: 10, pool: "backup", match: { pathPrefixes: ["/kids/"] } }) { ...Refusal }
    deleteRule(key: "old") { ...Refusal }
    live: upsertPool(input: { key: "live", members: [{ cdn: "europe", weight: 3 }, { cdn: "fixed", priority: 2 }] }) { ...Refusal }`)
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
})

it.each<Look>(['desk', 'phone'])('shows the working copy from rules to members, and says what is pending: %s', async (look) => {
  const { page, problems } = await signIn(browser, group.url, group.token, { look, path: '/routing' })
  expect(await orderOn(page)).toEqual(['live-first', 'staff', 'films', 'kids'])
  const rules = page.getByRole('list', { name: 'Rules in the order' }).getByRole('listitem')
  expect(await rules.filter({ hasText: 'kids' }).textContent()).toContain('ADDED')
  expect(await rules.filter({ hasText: '/old/' }).textContent()).toContain('removed by admin-token, not yet published')
  const members = page.getByRole('table', { name: 'Members of live' }).getByRole('row')
  expect(await members.filter({ hasText: 'europe' }).textContent()).toMatch(/CHANGED.*1 → 3/)
  expect(await members.filter({ hasText: 'fixed' }).textContent()).toContain('ADDED')
  expect(await members.filter({ hasText: 'default' }).textContent()).toContain('REMOVED')
  expect(await page.locator('svg path[data-fallback]').count()).toBe(1)
  await page.getByRole('button', { name: 'Show those of office' }).click()
  await page.getByText('198.51.100.0/24').waitFor()
  await page.getByRole('row', { name: 'fixed none false office' }).waitFor()
  await page.getByText('continent EU, zone office (5 km)').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  expect(problems).toEqual([])
  await page.context().close()
})

it('moves rules by keyboard and by drag, where there is no gap between positions', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/routing' })
  await page.getByRole('button', { name: 'Move films earlier' }).focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect.poll(() => orderOn(page), patience).toEqual(['films', 'live-first', 'staff', 'kids'])
  await page.getByText('films is now number 1 of 4').waitFor()
  await expect.poll(orderInApi, patience).toEqual(['films', 'live-first', 'staff', 'kids'])
  expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Move films earlier')
  await drag(page, 'kids', 'live-first')
  await expect.poll(() => orderOn(page), patience).toEqual(['films', 'kids', 'live-first', 'staff'])
  await expect.poll(orderInApi, patience).toEqual(['films', 'kids', 'live-first', 'staff'])
  expect(problems).toEqual([])
  await page.context().close()
})

it('keeps a move that somebody else was faster than, and makes it on what is there now', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/routing' })
  const before = await orderOn(page)
  let isFirst = true
  await page.route('**/graphql', async (route) => {
    const isMove = route.request().postData()?.includes('RoutingMoveRule') === true
    if (isMove && isFirst) {
      isFirst = false
      await mutate('upsertZone(input: { key: "office", name: "Main office" }) { ...Refusal }')
    }
    await route.continue()
  })
  await page.getByRole('button', { name: `Move ${before[0]} later` }).click()
  await page.getByRole('alert').getByText('STALE_WORKING_COPY').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  expect(await orderOn(page)).toEqual(before)
  await page.getByRole('button', { name: `Move ${before[0]} before ${before[2]}` }).click()
  await expect.poll(() => orderOn(page), patience).toEqual([before[1], before[0], ...before.slice(2)])
  await page.getByText('Main office').first().waitFor() // what the other one did, without a reload
  expect(problems).toEqual([])
  await page.context().close()
})

it('tells who an address is, and shows in the picture what it meets', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/routing' })
  await page.getByRole('textbox', { name: 'Address' }).fill('198.51.100.0/24')
  await page.getByRole('button', { name: 'Look up' }).click()
  await page.getByText('IP_INVALID').waitFor()
  await page.getByRole('textbox', { name: 'Address' }).fill('198.51.100.7')
  await page.getByLabel('Video URL').fill('http://s1.origin-cluster/v/x.m3u8')
  await page.getByRole('button', { name: 'Look up' }).click()
  const facts = page.getByRole('table', { name: 'Facts about 198.51.100.7' })
  await facts.getByRole('row', { name: 'zone office', exact: true }).waitFor()
  await facts.getByRole('row', { name: 'excludedCdns fixed' }).waitFor()
  expect(await page.locator('[data-met]').evaluateAll((all) => all.map((box) => (box as HTMLElement).dataset['anchor']))).toEqual(
    ['rule:staff', 'pool:near'],
  )
  expect(await accessibilityProblems(page)).toEqual([])
  expect(problems).toEqual([])
  await page.context().close()
})

it.each<Look>(['desk', 'phone'])('shows the answer to a video URL, with the Location that players get: %s', async (look) => {
  const { page, problems } = await signIn(browser, group.url, group.token, { look, path: '/try' })
  for (const video of [
    'http://s1.origin-cluster/v/é "x".m3u8?k=a%2Fb&t=[1]#t=90'.replaceAll(' ', ''),
    'HTTP://S2.origin-cluster/x',
  ]) {
    const tried = await attempt(page, video)
    const shown = await tried.locator('td code').allTextContents()
    expect(new Set(shown)).toEqual(await locationsOf(video))
    await tried.getByText('No rule matches: the pool all is asked.').waitFor()
  }
  expect(await accessibilityProblems(page)).toEqual([])
  expect(problems).toEqual([])
  await page.context().close()
})

it('shows a refusal with its status, code and words, and keeps the last ten tries', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/try' })
  await page.getByLabel('Video URL').fill('http://s1.origin-cluster/x')
  await page.getByLabel('Address of the client').fill('nobody')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText('received "nobody"').waitFor()
  expect(await page.getByRole('article').count()).toBe(0)
  await page.getByLabel('Address of the client').fill('192.0.2.1')
  const tried = await attempt(page, 'http://elsewhere.example.com/x.m3u8')
  await tried.getByText('403 HOST_NOT_ALLOWED').waitFor()
  await tried.getByText('received "elsewhere.example.com"').waitFor()
  expect(problems).toEqual([`403 from ${group.url}/?video=http%3A%2F%2Felsewhere.example.com%2Fx.m3u8`])
  for (let index = 0; index < 10; index += 1) await attempt(page, `http://s1.origin-cluster/live/${index}.m3u8`)
  await page.getByRole('link', { name: 'Routing' }).click()
  await page.getByRole('heading', { name: 'Routing' }).waitFor()
  await page.getByRole('link', { name: 'Try a URL' }).click()
  expect(await page.getByRole('article').count()).toBe(10)
  await page.getByText('The rule live-first decides').first().waitFor()
  await page.context().close()
})

async function mutate(fields: string): Promise<void> {
  const text = `mutation { ${fields} } fragment Refusal on UserError { code message field }`
  const { data, errors } = await graphql<Record<string, object>>(group.url, group.token, text)
  expect({ errors, refused: Object.values(data ?? {}).filter((answer) => 'code' in answer) }).toEqual({ refused: [] })
}

async function orderOn(page: Page): Promise<readonly (string | undefined)[]> {
  await page.locator('[data-entry]').first().waitFor()
  return page.locator('[data-entry]').evaluateAll((all) => all.map((entry) => (entry as HTMLElement).dataset['entry']))
}

async function orderInApi(): Promise<readonly string[]> {
  type Answer = { workingCopy: { config: { rules: { key: string; position: number }[] } } }
  const { data } = await graphql<Answer>(group.url, group.token, '{ workingCopy { config { rules { key position } } } }')
  const rules = data?.workingCopy.config.rules ?? []
  return rules.toSorted((one, other) => one.position - other.position).map(({ key }) => key)
}

async function drag(page: Page, key: string, before: string): Promise<void> {
  const handle = page.locator(`[data-entry=${key}] [title^=drag]`)
  await handle.scrollIntoViewIfNeeded()
  const [from, to] = await Promise.all([handle.boundingBox(), page.locator(`[data-entry=${before}]`).boundingBox()])
  if (from === null || to === null) throw new Error('nothing to drag')
  await page.mouse.move(from.x + 4, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 4, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(from.x + 4, to.y + 4, { steps: 4 })
  await page.mouse.up()
}

async function attempt(page: Page, video: string) {
  await page.getByLabel('Video URL').fill(video)
  await page.getByRole('button', { name: 'Try it' }).click()
  const tried = page.getByRole('article', { name: `Try of ${video}`, exact: true })
  await tried.waitFor()
  return tried
}

/** Every Location that workers give for it over some turns. */
async function locationsOf(video: string): Promise<ReadonlySet<string | undefined>> {
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask(`${group.url}/?video=${encodeURIComponent(video)}`)))
  return new Set(answers.map(({ headers }) => headers.location))
}
