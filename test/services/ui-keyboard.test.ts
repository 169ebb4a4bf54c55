import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openPage, startBrowser } from '../support/browser.ts'
import { looks, signIn } from '../support/control-room.ts'
import { change, fill, goTo, pages } from '../support/control-room-pages.ts'
import { startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { choose, expectFocus, openTwice, press, tabTo, type } from '../support/keys.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { keyboardProblems } from '../support/tab-walk.ts'

// The control room by keyboard alone: nothing here is clicked. Dialogs, and pages at a desk, are walked in test/soak/ui-dialogs.test.ts.
let group: Group
let browser: Browser
let cdn: FakeCdn
let weight = 5

beforeAll(async () => {
  ;[group, browser, cdn] = await Promise.all([startGroup({ env: { WORKERS: '2' } }), startBrowser(), startFakeCdn()])
  await fill(group, cdn)
})
beforeEach(async () => {
  weight += 1
  await change(group, `upsertCdn(input: { key: "alpha", weight: ${weight} })`) // there is always something to publish
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
  await cdn?.close()
})

it('reaches everything on each page of a phone, in sight and down the page', async () => {
  const asking = await openPage(browser, `${group.url}/admin`, looks.phone)
  await asking.page.getByText('Keep it in this tab').waitFor()
  expect(await keyboardProblems(asking.page)).toEqual([])
  await asking.page.context().close()
  const { page, problems } = await signIn(browser, group.url, group.token, { look: 'phone' })
  for (const [name, path, text] of pages) {
    await goTo(page, path, text)
    expect([name, await keyboardProblems(page)]).toEqual([name, []])
  }
  expect(problems).toEqual([])
  await page.context().close()
})

it('signs in, skips to the page, goes to another one, and has a CDN checked', async () => {
  const { page } = await openPage(browser, `${group.url}/admin`, looks.phone)
  await type(page.getByLabel(/^Token/), group.token)
  await page.keyboard.press('Enter')
  await page.getByText('worker-2').waitFor()
  await press(page, 'Skip to the page', 'link')
  await page.keyboard.press('Tab')
  expect(await page.locator('#page :focus').count()).toBe(1)
  await press(page, 'navigation')
  await press(page, 'CDNs', 'link')
  await press(page, 'alpha', 'link')
  await expectFocus(page.locator('#page')) // the link is gone with its page
  await press(page, 'Check now')
  await page.getByText('PASSED, HEALTHY').waitFor()
  await expectFocus(page.getByRole('button', { name: 'Check now' }))
  await page.context().close()
})

it('overrides a CDN with a reason, and lifts it', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/cdns' })
  const dialog = await openTwice(page, 'Override beta …')
  await page.keyboard.type('its edge is slow')
  await press(page, 'Set DOWN')
  await dialog.waitFor({ state: 'detached' })
  await expectFocus(page.getByRole('button', { name: 'Override beta …' }))
  await openTwice(page, 'Lift DOWN of beta …')
  await page.keyboard.type('it is quick again')
  await page.keyboard.press('Enter')
  await page.getByText('An override holds').waitFor({ state: 'detached' })
  expect(problems).toEqual([])
  await page.context().close()
})

it('makes, edits, deletes and discards', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/config' })
  await press(page, 'New', 'link')
  await type(page.getByRole('textbox', { name: 'key' }), 'gamma')
  await type(page.getByRole('textbox', { name: 'baseUrl' }), 'gamma.example.com')
  await page.keyboard.press('Enter')
  await openTwice(page, 'Delete')
  await press(page, 'Delete gamma')
  await press(page, 'beta', 'link')
  await tabTo(page.getByRole('textbox', { name: 'weight', exact: true }))
  await page.keyboard.press('ArrowUp')
  await press(page, 'Undo weight')
  await expectFocus(page.getByRole('textbox', { name: 'weight', exact: true }))
  await page.keyboard.press('ArrowUp')
  await press(page, 'Save')
  await page.getByText('It is in the working copy', { exact: false }).waitFor()
  await expectFocus(page.getByRole('button', { name: 'Save' }))
  await press(page, /^Working copy/, 'link')
  await tabTo(page.getByRole('tab', { name: 'Entries' }))
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByText('cdns.beta.weight').waitFor() // who discards has read what
  await openTwice(page, 'Discard all')
  await press(page, /^Discard \d/)
  await page.getByText('Nothing is pending', { exact: false }).waitFor()
  expect(problems).toEqual([])
  await page.context().close()
})

it('keeps what is chosen where Enter meets it again, unless that may be none', async () => {
  const { page } = await signIn(browser, group.url, group.token, { path: '/config/settings' })
  const [status, policy] = [
    page.getByRole('combobox', { name: 'redirectStatus' }),
    page.getByRole('combobox', { name: 'policy' }),
  ]
  await choose(status)
  expect(await status.inputValue()).toMatch(/^30[27]$/)
  await goTo(page, '/config/pools/new', 'policy')
  await choose(policy, 'ArrowDown')
  expect(await policy.inputValue()).toBe('WEIGHTED')
  await choose(policy)
  expect(await policy.inputValue()).toBe('')
  await page.context().close()
})

it('publishes with a message, as a canary, and rolls back', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/publish' })
  await page.getByText('cdns.alpha.weight').first().waitFor()
  await change(group, 'updateSettings(input: { redirectStatus: 307 })')
  await press(page, 'Show what is pending now')
  await page.getByText('settings.redirectStatus').first().waitFor() // before that a publish is refused, as of what nobody saw
  await type(page.getByLabel('Message'), 'more to alpha')
  await press(page, 'Publish')
  await page.getByRole('heading', { name: /^Receipt of revision/ }).waitFor()
  await page.getByText('Nothing is pending', { exact: false }).waitFor()
  await change(group, 'updateSettings(input: { redirectStatus: 302 })')
  await press(page, /^Canary/, 'switch')
  await press(page, 'Publish as canary')
  await press(page, 'Promote')
  await page.getByText('PROMOTED').first().waitFor()
  await press(page, 'History', 'link')
  const dialog = await openTwice(page, 'roll back to revision 2')
  await press(page, /^Roll back/)
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Live, with the content of revision 2', { exact: false }).waitFor()
  expect(problems).toEqual([])
  await page.context().close()
})

it('makes a token, whose secret has the focus, and revokes it', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/access' })
  await type(page.getByRole('textbox', { name: 'Name' }), 'by-keys')
  await press(page, /^OPERATOR/, 'checkbox')
  await press(page, 'Make the token')
  await expectFocus(page.getByLabel('Token', { exact: true }))
  await press(page, 'It is stored')
  const dialog = await openTwice(page, 'revoke by-keys')
  await press(page, 'Revoke')
  await dialog.waitFor({ state: 'detached' })
  await page
    .getByRole('row', { name: /^by-keys/ })
    .getByText('revoked')
    .waitFor()
  expect(problems).toEqual([])
  await page.context().close()
})

it('chooses among outcomes by arrows, turns pages, and tells times by the clock', async () => {
  for (const from of [20, 40, 60])
    await change(group, ...Array.from({ length: 20 }, (_, index) => `updateSettings(input: { ratio: ${from + index} })`))
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/audit' })
  await tabTo(page.getByRole('radio', { name: 'All' }))
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expectFocus(page.getByRole('radio', { name: 'REFUSED' }))
  await page.keyboard.press('ArrowLeft')
  await tabTo(page.getByRole('button', { name: 'Older' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expectFocus(page.locator('#page'))
  await page.getByText('upsertPool').waitFor()
  await press(page, 'admin-token')
  await expectFocus(page.getByRole('menuitem', { name: 'Tell times by the clock' }))
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('#page time').first().textContent()).toContain(String(new Date().getFullYear()))
  expect(problems).toEqual([])
  await page.context().close()
})
