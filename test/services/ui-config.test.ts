import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { accessibilityProblems, pasteToken, signIn, type Look } from '../support/control-room.ts'
import { graphql } from '../support/http.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'

// The working copy in a real browser: forms, edits of several people, and what was typed when the node or the session goes away.
let group: Group
let browser: Browser

beforeAll(async () => {
  ;[group, browser] = await Promise.all([startGroup({ env: { WORKERS: '1' } }), startBrowser()])
})
beforeEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await edit('mutation { discardChanges { ... on UserError { code } } }')
  await edit(`mutation {
    upsertCdn(input: { key: "second", baseUrl: "second.example.com" }) { ... on UserError { code } }
    upsertPool(input: { key: "live", members: [{ cdn: "second" }] }) { ... on UserError { code } }
  }`)
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
})

it.each<Look>(['desk', 'phone'])('shows lists, forms, pending changes and YAML without a barrier: %s', async (look) => {
  const { page, problems } = await signIn(browser, group.url, group.token, { look, path: '/config' })
  await page.getByRole('link', { name: 'second', exact: true }).waitFor()
  const found = [await accessibilityProblems(page)]
  for (const [path, sign] of [
    ['/config/pools/live', 'members 1: second'],
    ['/config/rules/new', 'match'],
    ['/config/settings', 'ratio'],
    ['/config/pending', 'cdns.second'],
    ['/config/yaml', 'Document'],
  ] as const) {
    await goTo(page, path)
    await page.getByText(sign, { exact: true }).first().waitFor()
    found.push(await accessibilityProblems(page))
  }
  expect(found.flat()).toEqual([])
  expect(problems).toEqual([])
})

it('checks bounds while typing, by the words of the API, and puts what the node finds beside its field', async () => {
  const { page } = await signIn(browser, group.url, group.token, { path: '/config/cdns/second' })
  await page.getByRole('textbox', { name: 'weight', exact: true }).fill('5000')
  await page.getByText('received 5000, allowed is an integer from 0 to 1000').waitFor()
  await page.getByRole('textbox', { name: 'weight', exact: true }).fill('7')
  await page.getByLabel('excludeCountries').first().fill('ZZ')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('allowed is two capital letters of ISO 3166-1, or XK', { exact: false }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.keyboard.press('Backspace') // the focus is in the field that is to be mended
  await saveAndWait(page)
  expect(await cdn('second')).toMatchObject({ weight: 7, excludeCountries: [] })
})

it('saves what two people edit in two CDNs', async () => {
  const [one, other] = await openTwo('/config/cdns/default', '/config/cdns/second')
  await one.getByRole('textbox', { name: 'weight', exact: true }).fill('3')
  await other.getByRole('textbox', { name: 'weight', exact: true }).fill('4')
  await Promise.all([saveAndWait(one), saveAndWait(other)])
  expect(await cdn('default')).toMatchObject({ weight: 3 })
  expect(await cdn('second')).toMatchObject({ weight: 4 })
})

it('merges what two people edit in different fields of one CDN, and asks where both changed the same', async () => {
  const [one, other] = await openTwo('/config/cdns/second', '/config/cdns/second')
  await one.getByRole('textbox', { name: 'weight', exact: true }).fill('3')
  await one.getByRole('textbox', { name: 'name', exact: true }).fill('Mine')
  await other.getByRole('textbox', { name: 'weight', exact: true }).fill('9')
  await other.getByRole('switch', { name: 'httpsOnly' }).click()
  await saveAndWait(other)
  const conflict = one.getByRole('region', { name: 'conflict in weight' })
  await conflict.waitFor()
  expect(await accessibilityProblems(one)).toEqual([])
  await one.getByRole('button', { name: 'Keep mine: weight' }).click()
  await saveAndWait(one)
  expect(await cdn('second')).toMatchObject({ weight: 3, name: 'Mine', httpsOnly: true })
})

it('merges an edit that came in between reading and saving, and tells of it', async () => {
  const { page } = await signIn(browser, group.url, group.token, { path: '/config/cdns/second' })
  await page.getByRole('textbox', { name: 'name', exact: true }).fill('Mine')
  await edit('mutation { upsertCdn(input: { key: "second", weight: 6 }) { ... on UserError { code } } }')
  await saveAndWait(page)
  await page.getByText('weight: 1 → 6, by somebody else; that is kept.').waitFor()
  expect(await cdn('second')).toMatchObject({ weight: 6, name: 'Mine' })
})

it('shows no list of what was pending before an edit of one’s own, however late the new list is', async () => {
  const { page } = await signIn(browser, group.url, group.token, { path: '/config/pending' })
  await page.getByText('by admin-token').first().waitFor()
  await goTo(page, '/config/cdns/default')
  const released = Promise.withResolvers<void>()
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('query ConfigPending')) await released.promise
    await route.continue()
  })
  await page.getByRole('textbox', { name: 'weight', exact: true }).fill('3')
  await saveAndWait(page)
  await page.getByRole('link', { name: /^Working copy/ }).click()
  await page.getByRole('tab', { name: /Pending/ }).click()
  await page.getByRole('heading', { name: 'Pending changes' }).waitFor()
  expect(await page.getByText('by admin-token').count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Discard all' }).count()).toBe(0)
  released.resolve()
  await page.getByRole('button', { name: 'Discard all' }).waitFor()
  expect(await page.getByText('cdns.default.weight').count()).toBe(1)
  await page.unrouteAll({ behavior: 'wait' })
})

it('keeps a form half filled while the control process is killed, and saves it then', async () => {
  const { page } = await signIn(browser, group.url, group.token, { path: '/config/cdns/new' })
  await page.getByRole('textbox', { name: 'key' }).fill('third')
  await page.getByRole('textbox', { name: 'baseUrl' }).fill('third.example.com')
  process.kill(await controlPidOf(group), 'SIGKILL')
  await page.getByText('Away', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'weight', exact: true }).fill('2')
  await page.getByText('Live', { exact: true }).waitFor()
  await saveAndWait(page)
  expect(await cdn('third')).toMatchObject({ baseUrl: 'third.example.com', weight: 2 })
})

it('keeps what was typed when the token is revoked, and on the way to other pages', async () => {
  const made = await edit<{ createApiToken: { token: string; apiToken: { id: string } } }>(
    `mutation { createApiToken(input: { name: "short", roles: [EDITOR], expiresInDays: 1 }) {
      ... on CreateApiTokenSuccess { token apiToken { id } } } }`,
  )
  const { page } = await signIn(browser, group.url, made.createApiToken.token, { path: '/config/cdns/second' })
  await page.getByRole('textbox', { name: 'name', exact: true }).fill('Kept')
  await page.getByRole('link', { name: /Working copy.*1 unsent/ }).click()
  await page.getByText('unsent', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'second', exact: true }).click()
  await edit(`mutation { revokeApiToken(id: "${made.createApiToken.apiToken.id}") { ... on UserError { code } } }`)
  await page.getByText('Sign in again').waitFor()
  await pasteToken(page, group.token)
  expect(await page.getByRole('textbox', { name: 'name', exact: true }).inputValue()).toBe('Kept')
  await saveAndWait(page)
  expect(await cdn('second')).toMatchObject({ name: 'Kept' })
})

it('says where a CDN is named that cannot be deleted', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/config/cdns/second' })
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('button', { name: 'Delete second' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'pools.live.members' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('dialog').getByRole('link').click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('button', { name: 'Delete live' }).click()
  await page.getByText('The working copy has no pools yet', { exact: false }).waitFor()
  expect(problems).toEqual([])
})

it('plans a document before it applies it, and discards what is pending', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/config/yaml' })
  await page.emulateMedia({ reducedMotion: 'reduce' }) // a button that was loading fades in
  await page.getByRole('button', { name: 'Write the working copy' }).click()
  await page.getByRole('button', { name: 'Edit it below' }).click()
  const text = page.getByRole('textbox', { name: 'Document' })
  await text.fill((await text.inputValue()).replace('baseUrl: second.example.com', 'baseUrl: other.example.com'))
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await page.getByRole('region', { name: 'plan' }).getByText('Plan, against revision 1').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  expect(await cdn('second')).toMatchObject({ baseUrl: 'second.example.com' })
  await page.getByRole('checkbox', { name: 'I have read the warnings' }).check()
  await page.getByRole('button', { name: 'Apply: publish it at once' }).click()
  await page.getByText('Revision 2 is live').waitFor()
  expect(await cdn('second')).toMatchObject({ baseUrl: 'other.example.com' })

  await edit('mutation { upsertCdn(input: { key: "second", weight: 8 }) { ... on UserError { code } } }')
  await page.getByRole('tab', { name: /Pending/ }).click()
  await page.getByText('by admin-token').first().waitFor()
  await page.getByRole('button', { name: 'Check all of it' }).click()
  await page.getByText('It could be published; read the warnings.').waitFor()
  await page.getByRole('button', { name: 'Discard all' }).click()
  await page.getByRole('button', { name: 'Discard 1' }).click()
  await page.getByText('Nothing is pending', { exact: false }).waitFor()
  expect(await cdn('second')).toMatchObject({ weight: 1 })
  expect(problems).toEqual([])
})

async function openTwo(...paths: readonly [string, string]): Promise<readonly [Page, Page]> {
  const [one, other] = await Promise.all(paths.map((path) => signIn(browser, group.url, group.token, { path })))
  if (one === undefined || other === undefined) throw new Error('two pages')
  return [one.page, other.page]
}

async function saveAndWait(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('It is in the working copy', { exact: false }).waitFor()
}

/** Goes on without a new load, so that the session stays. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', `/admin${to}`), path)
}

async function edit<Data extends object>(mutation: string): Promise<Data> {
  const { data } = await graphql<Data>(group.url, group.token, mutation)
  if (data === undefined || data === null) throw new Error(`no answer to ${mutation}`)
  return data
}

async function cdn(key: string): Promise<unknown> {
  const { cdn: found } = await edit<{ cdn: unknown }>(`{ cdn(key: "${key}") { name baseUrl weight httpsOnly excludeCountries } }`)
  return found
}
