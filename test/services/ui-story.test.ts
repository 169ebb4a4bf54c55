import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { accessibilityProblems, signIn, type Look } from '../support/control-room.ts'
import { fails, startFakeCdn, serves, type FakeCdn } from '../support/fake-cdn.ts'
import { graphql } from '../support/http.ts'
import { startPacedPlayers, type PacedPlayers } from '../support/paced-players.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// A night in the control room, from the token to the audit trail, by day at a desk and by night on a phone.
let group: Group
let browser: Browser
let cdn: FakeCdn
let players: PacedPlayers

beforeAll(async () => {
  ;[group, browser, cdn] = await Promise.all([startGroup({ env: { WORKERS: '2' } }), startBrowser(), startFakeCdn()])
  await must(
    `mutation { upsertCdn(input: { key: "checked", baseUrl: "${cdn.url}", healthCheck: { path: "/v/x.m3u8", intervalSeconds: 1,
      timeoutSeconds: 1, fall: 1, rise: 1, slowStartSeconds: 2, internal: true } }) { ... on UserError { message } } }`,
  )
  await must('mutation { publish(input: { message: "a CDN that is checked" }) { ... on UserError { message } } }')
})
afterEach(() => players.stop())
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
  await cdn?.close()
})

it.each<Look>(['desk', 'phone'])(
  'is a night: edit, preview, canary, publish, a CDN that fails, an override, a rollback: %s',
  async (look) => {
    players = startPacedPlayers([video()], 20)
    const { page, problems } = await signIn(browser, group.url, group.token, { look })
    await page.getByText('worker-2').waitFor()
    const before = await redirectsShown(page)
    await until('the number of redirects moves', 5_000, async () => (await redirectsShown(page)) !== before)
    await soundly(page)

    const before1 = (await live()).number
    await open(page, '/config/cdns/default')
    await page.getByLabel('weight').fill('3')
    await page.getByRole('button', { name: 'Save' }).click()
    await open(page, '/publish')
    await page.getByText('cdns.default.weight').first().waitFor()
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByText('Confidence', { exact: false }).first().waitFor()
    await soundly(page)
    await page.getByLabel('Message').fill(`from the ${look}`)
    await page.getByRole('switch', { name: /^Canary/ }).check()
    await page.getByLabel(/^Seconds/).fill('60')
    await page.getByRole('button', { name: 'Publish as canary' }).click()
    await page.getByRole('heading', { name: `Canary of revision ${before1 + 1}` }).waitFor()
    await page.getByText(/^Refused until now: by the canary's workers \d/).waitFor()
    await soundly(page)
    await page.getByRole('button', { name: 'Promote' }).click()
    await until('all workers run it', 5_000, async () => (await live()).number === before1 + 1)

    await open(page, '/cdns')
    await cdn.behave(fails)
    await page
      .getByRole('row', { name: /^checked/ })
      .getByText('UNHEALTHY')
      .waitFor()
    await cdn.behave(serves)
    await page
      .getByRole('row', { name: /^checked/ })
      .getByText('HEALTHY', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'Override default …' }).click()
    await page.getByLabel('Reason').fill('its edge is slow')
    await page.getByText('What it would do').waitFor()
    await soundly(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Set DOWN' }).click()
    await page.getByText('An override holds').waitFor()
    await until('players follow', 2_000, async () => !(await location()).includes('cdn.example.com'))
    await page.getByRole('button', { name: /^Lift .*default/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Lift the override' }).click()
    await page.getByText('An override holds').waitFor({ state: 'detached' })

    await open(page, '/history')
    await page.getByRole('button', { name: `roll back to revision ${before1}`, exact: true }).click()
    await soundly(page)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Roll back/ })
      .click()
    await until('the rollback is live', 5_000, async () => (await live()).rollbackOf === before1)

    await open(page, '/audit')
    for (const action of ['rollback', 'liftOverride', 'setOverride', 'publish', 'upsertCdn'])
      await page.getByText(action, { exact: true }).first().waitFor()
    await soundly(page)
    expect(problems).toEqual([])
    await page.context().close()
  },
  120_000,
)

async function soundly(page: Page): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([])
}

async function open(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', `/admin${to}`), path)
}

async function redirectsShown(page: Page): Promise<string> {
  return page.getByText(/ \/s to CDNs, /).innerText()
}

async function live(): Promise<{ readonly number: number; readonly rollbackOf: number | null }> {
  const { data } = await graphql<{ liveRevision: { number: number; rollbackOf: number | null } }>(
    group.url,
    group.token,
    '{ liveRevision { number rollbackOf } }',
  )
  return data?.liveRevision ?? { number: 0, rollbackOf: null }
}

async function location(): Promise<string> {
  const { headers } = await fetch(video(), { redirect: 'manual' })
  return headers.get('location') ?? ''
}

function video(): string {
  return `${group.url}/?video=http://s1.origin-cluster/v/x.m3u8`
}

async function must(query: string): Promise<void> {
  const { errors } = await graphql(group.url, group.token, query)
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
}
