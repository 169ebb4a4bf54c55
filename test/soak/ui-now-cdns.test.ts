import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { publishCheckedCdns, runOn } from '../support/checked-cdns.ts'
import { accessibilityProblems, signIn, type Look } from '../support/control-room.ts'
import { fails, serves, startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { ask } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// What happens now, and what an operator does about it, in a real browser against a real group and CDNs that fail on demand.
let group: Group
let browser: Browser
let first: FakeCdn
let second: FakeCdn

beforeAll(async () => {
  ;[group, browser, first, second] = await Promise.all([
    startGroup({ env: { WORKERS: '2' } }),
    startBrowser(),
    startFakeCdn(),
    startFakeCdn(),
  ])
  await publishCheckedCdns(group, {
    default: { url: first.url, weight: 3 },
    second: { url: second.url, check: 'fall: 2, rise: 2, slowStartSeconds: 600' },
  })
})
afterAll(async () => {
  await Promise.all([browser?.close(), group?.destroy(), first?.close(), second?.close()])
})

it('shows the traffic of this node, wanted beside given, and moves with each second', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token)
  await send('http://s1.origin-cluster/v/a.m3u8', 80)
  await send('http://elsewhere/v/a.m3u8', 20)
  const chart = page.getByRole('slider', { name: 'Answers a second: time' })
  await until('the chart has the traffic', 10_000, async () => /to CDNs [^0]/.test(await told(chart)))
  for (let move = 0; move < 3; move += 1) {
    const before = await told(chart)
    await until('the chart moves', 2_000, async () => (await told(chart)) !== before)
  }
  await page.getByRole('row', { name: /^default 7\d\.\d % 75\.0 %/ }).waitFor()
  await page.getByRole('button', { name: 'Count again' }).click()
  await page.getByRole('row', { name: 'HOST_NOT_ALLOWED 20 20.0 %' }).waitFor()
  await page.getByText('wanted 0.0 % (ratio 0)').waitFor()
  await page.getByText('config-store').waitFor()
  expect(await faultsAtLast(page, problems)).toEqual([])
})

it('is moved back in time by keys', async () => {
  const { page } = await signIn(browser, group.url, group.token)
  const chart = page.getByRole('slider', { name: 'Answers a second: time' })
  await chart.focus()
  await page.keyboard.press('Home')
  expect(await chart.getAttribute('aria-valuenow')).toBe('0')
  await page.context().close()
})

it('shows a CDN that fails, why, and how it climbs when it is back', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/cdns' })
  const row = page.getByRole('row', { name: /^second/ })
  await row.getByText('HEALTHY', { exact: true }).waitFor()
  await second.behave(fails)
  await row.getByText('UNHEALTHY').waitFor()
  await row.getByText(/received status 500/).waitFor()
  await second.behave(serves)
  await row.getByText(/slow start, whole weight in/).waitFor()
  await row.getByRole('link', { name: 'second' }).click()
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByText('PASSED, HEALTHY').waitFor()
  await page.getByRole('region', { name: 'Health history' }).getByText('UNHEALTHY').waitFor()
  expect(await faultsAtLast(page, problems)).toEqual([])
})

it.each<Look>(['desk', 'phone'])('overrides a CDN by keys, its consequence first, and lifts all: %s', async (look) => {
  const { page, problems } = await signIn(browser, group.url, group.token, { look, path: '/cdns' })
  await page.getByRole('button', { name: 'Override second …' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Override second' })
  await dialog.getByText(/0 % of the redirects to CDNs go to second, now/).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.keyboard.type('503s since noon')
  await dialog.getByRole('button', { name: 'Set DOWN' }).press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /^second DOWN/ }).waitFor()

  await page.getByRole('button', { name: 'Override default …' }).click()
  await page.getByText(/everything goes to the origin: now 100 %, before 0 % \(NO_CDN_LEFT\)/).waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Override all traffic …' }).click()
  await page.getByRole('radio', { name: 'RATIO' }).check()
  await page.getByRole('textbox', { name: 'Ratio' }).fill('-4')
  await page.getByLabel('Reason').fill('fewer to the CDNs')
  await page.getByRole('button', { name: 'Set RATIO' }).click()
  await page
    .getByText(/OVERRIDE_VALUE_INVALID/)
    .first()
    .waitFor()
  await page.getByRole('textbox', { name: 'Ratio' }).fill('4')
  await page.getByText(/^25\.0 % to the origin, now/).waitFor()
  await page.getByRole('button', { name: 'Set RATIO' }).click()
  await page.getByText('2 overrides hold').waitFor()

  await page.getByRole('button', { name: 'Lift all 2 …' }).click()
  await page.getByRole('listitem').filter({ hasText: 'DOWN of second, set by admin-token: 503s since noon' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Lift all 2 overrides' }).click()
  await page.getByText(/overrides? holds?$/).waitFor({ state: 'detached' })
  expect(await runOn(group, '{ overrides { kind } }')).toEqual({ overrides: [] })
  expect(await faultsAtLast(page, problems)).toEqual([])
})

it('keeps what was typed into an override while its page is left', async () => {
  const { page } = await signIn(browser, group.url, group.token, { path: '/cdns/second' })
  await page.getByRole('button', { name: 'Override …' }).click()
  await page.getByLabel('Reason').fill('half a reason')
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'All CDNs' }).click()
  await page.getByRole('button', { name: 'Override second …' }).click()
  expect(await page.getByLabel('Reason').inputValue()).toBe('half a reason')
  await page.context().close()
})

async function faultsAtLast(page: Page, problems: readonly string[]): Promise<readonly string[]> {
  const faults = [...(await accessibilityProblems(page)), ...problems]
  await page.context().close()
  return faults
}

async function send(video: string, times: number): Promise<void> {
  for (let sent = 0; sent < times; sent += 10)
    await Promise.all(Array.from({ length: 10 }, () => ask(`${group.url}/?video=${encodeURIComponent(video)}`)))
}

async function told(chart: ReturnType<Page['getByRole']>): Promise<string> {
  return (await chart.getAttribute('aria-valuetext')) ?? ''
}
