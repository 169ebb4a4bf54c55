import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser, type WatchedPage } from '../support/browser.ts'
import { accessibilityProblems, signIn, type Look } from '../support/control-room.ts'
import { change, fill, goTo, pages } from '../support/control-room-pages.ts'
import { startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { expectFocus } from '../support/keys.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { keyboardProblems } from '../support/tab-walk.ts'

// Every page and dialog, and what stands there for a while only: sound for axe, and within reach of keys.
let group: Group
let browser: Browser
let cdn: FakeCdn

beforeAll(async () => {
  ;[group, browser, cdn] = await Promise.all([startGroup({ env: { WORKERS: '2' } }), startBrowser(), startFakeCdn()])
  await fill(group, cdn)
  await change(group, 'setOverride(input: { kind: WEIGHT, target: "beta", value: 1, reason: "slow" })')
  await change(group, 'setOverride(input: { kind: RATIO, value: 4, reason: "fewer to the CDNs" })')
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
  await cdn?.close()
})

const more = [
  ['CDN', '/cdns/alpha', 'Health history'],
  ['pending', '/config/pending', 'cdns.alpha'],
  ['YAML', '/config/yaml', 'Document'],
  ['form with rows', '/config/pools/live', 'members 1: alpha'],
  ['new entry', '/config/rules/new', 'match'],
  ['settings', '/config/settings', 'ratio'],
] as const

it.each<Look>(['desk', 'phone'])('each page is sound: %s', async (look) => {
  const { page, problems } = await start(look)
  for (const [name, path, text] of [...pages, ...more]) {
    await goTo(page, path, text)
    expect([name, await faults(page)]).toEqual([name, []])
  }
  expect(problems).toEqual([])
  await page.context().close()
})

const dialogs = [
  ['/cdns', 'Origin clusters', 'Override alpha …', 'What it would do'],
  ['/cdns', 'Origin clusters', 'Override all traffic …', 'What it would do'],
  ['/cdns/alpha', 'Health history', 'Override …', 'What it would do'],
  ['/cdns', 'Origin clusters', 'Lift WEIGHT 1 of beta …', 'Reason'],
  ['/cdns', 'Origin clusters', 'Lift all 2 …', 'Reason'],
  ['/config/cdns/beta', 'baseUrl', 'Delete', 'It leaves the working copy'],
  ['/config/pending', 'cdns.alpha', 'Discard all', 'weight'],
  ['/history', 'two CDNs more', 'roll back to revision 1', 'Throws away'],
  ['/access', 'exporter', 'revoke exporter', 'It is refused at once'],
] as const

it.each<Look>(['desk', 'phone'])('each dialog is sound, and gives the focus back at Escape: %s', async (look) => {
  const { page, problems } = await start(look)
  for (const [path, text, opener, sign] of dialogs) {
    await goTo(page, path, text)
    const button = page.getByRole('button', { name: opener, exact: true })
    await button.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText(sign).first().waitFor()
    expect([opener, await faults(page, '[role=dialog]')]).toEqual([opener, []])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expectFocus(button)
  }
  expect(problems).toEqual([])
  await page.context().close()
})

it.each<Look>(['desk', 'phone'])('a conflict is sound, and so is a deletion that is refused: %s', async (look) => {
  const { page, problems } = await start(look, '/config/cdns/beta')
  await page.getByRole('textbox', { name: 'name', exact: true }).fill('Mine')
  await change(group, `upsertCdn(input: { key: "beta", name: "Theirs at the ${look}" })`)
  await page.getByRole('region', { name: 'conflict in name' }).waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Take theirs: name' }).press('Enter')
  await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Delete beta' }).press('Enter')
  await page.getByRole('dialog').getByRole('link', { name: 'pools.live.members' }).waitFor()
  expect(await faults(page, '[role=dialog]')).toEqual([])
  expect(problems).toEqual([])
  await page.context().close()
})

it.each<Look>(['desk', 'phone'])(
  'YAML is sound, with the plan of what is applied, and a difference of two revisions: %s',
  async (look) => {
    const { page, problems } = await start(look, '/config/yaml')
    await page.getByRole('button', { name: 'Write the working copy' }).press('Enter')
    await page.getByRole('button', { name: 'Edit it below' }).press('Enter')
    await page.getByRole('button', { name: 'Show the plan' }).press('Enter')
    await page.getByRole('region', { name: 'plan' }).getByText('Plan, against revision').waitFor()
    expect(await faults(page)).toEqual([])
    await goTo(page, '/history?from=1&to=2', 'cdns.beta')
    expect(await faults(page)).toEqual([])
    expect(problems).toEqual([])
    await page.context().close()
  },
)

it.each<Look>(['desk', 'phone'])(
  'what floats above a page is sound: the menu, options, why a button refuses: %s',
  async (look) => {
    const { page, problems } = await start(look, '/config/settings')
    await page.getByRole('button', { name: 'admin-token', exact: true }).press('Enter')
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'redirectStatus' }).press('Enter')
    await page.getByRole('option').first().waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Save' }).focus()
    await page.getByRole('tooltip').waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    expect(problems).toEqual([])
    await page.context().close()
  },
)

it.each<Look>(['desk', 'phone'])('a new token is sound, and so is the question once it is revoked: %s', async (look) => {
  const { page } = await start(look, '/access')
  await page.getByRole('textbox', { name: 'Name' }).fill(`at-the-${look}`)
  await page.getByRole('button', { name: 'Make the token' }).press('Enter')
  const token = await page.getByLabel('Token', { exact: true }).inputValue()
  expect(await faults(page)).toEqual([])
  const other = await signIn(browser, group.url, token, { look })
  await page.getByRole('button', { name: 'It is stored' }).press('Enter')
  await page.getByRole('button', { name: `revoke at-the-${look}` }).press('Enter')
  await page.getByRole('button', { name: 'Revoke', exact: true }).press('Enter')
  await other.page.getByText('Sign in again').waitFor()
  expect(await faults(other.page, '[role=dialog]')).toEqual([])
  await other.page.context().close()
  await page.context().close()
})

/** In no hurry: what fades in is too pale for a while. */
async function start(look: Look, path = ''): Promise<WatchedPage> {
  const watched = await signIn(browser, group.url, group.token, { look, path })
  watched.page.setDefaultTimeout(10_000)
  await watched.page.emulateMedia({ reducedMotion: 'reduce' })
  return watched
}

async function faults(page: Page, root?: string): Promise<readonly string[]> {
  return [...(await accessibilityProblems(page)), ...(await keyboardProblems(page, root))]
}
