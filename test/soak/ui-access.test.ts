import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { accessibilityProblems, signIn, type Look } from '../support/control-room.ts'
import { ask, graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// Who may do what, and who did, in a real browser against a real group.
let group: Group
let browser: Browser

beforeAll(async () => {
  ;[group, browser] = await Promise.all([startGroup(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
})

it.each<Look>(['desk', 'phone'])('makes a token that is shown once, and revokes it after a question: %s', async (look) => {
  const { page, problems } = await signIn(browser, group.url, group.token, { look, path: '/access' })
  await page.getByRole('textbox', { name: 'Name' }).fill('not a name!')
  await page.getByRole('button', { name: 'Make the token' }).click()
  await page.getByText('NAME_INVALID at name').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill(`probe-${look}`)
  await page.getByLabel(/^OPERATOR/).check()
  await page.getByLabel('Days').fill('7')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const secret = await page.getByLabel('Token', { exact: true }).inputValue()
  expect(secret).toMatch(/^sluice_/)
  expect(await accessibilityProblems(page)).toEqual([])
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(async () => navigator.clipboard.readText())).toBe(secret)
  await page.getByRole('button', { name: 'It is stored' }).click()
  expect(await page.content()).not.toContain(secret)
  expect(await statusWith(secret)).toBe(200)

  await page.getByRole('button', { name: `revoke probe-${look}` }).click()
  await page.getByRole('dialog', { name: `Revoke probe-${look}?` }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page
    .getByRole('row', { name: new RegExp(`probe-${look}`) })
    .getByText('revoked')
    .waitFor()
  expect(await statusWith(secret)).toBe(401)
  expect(problems).toEqual([])
  await page.context().close()
})

it.each<Look>(['desk', 'phone'])('reads the trail by filters that stand in the URL: %s', async (look) => {
  await edit(`upsertCdn(input: { key: "${look}", baseUrl: "https://${look}.example.com" }) { __typename }`)
  await edit(`upsertCdn(input: { key: "${look}", weight: 5 }) { __typename }`)
  await edit(`deleteCdn(key: "no-${look}") { __typename }`)
  const { page, problems } = await signIn(browser, group.url, group.token, { look, path: `/audit?target=cdns.${look}` })
  await page.getByText('2 attempts in all').waitFor()
  await page
    .getByRole('button', { name: `upsertCdn of cdns.${look} by admin-token: ACCEPTED` })
    .first()
    .click()
  const changes = page.getByRole('region', { name: 'before and after' })
  expect(await changes.getByRole('row').last().textContent()).toBe(`cdns.${look}.weight15`)
  expect(await accessibilityProblems(page)).toEqual([])

  await page.getByLabel('Target').fill('cdns.')
  await page.getByText('REFUSED', { exact: true }).first().click()
  await page.getByRole('button', { name: `deleteCdn of cdns.no-${look} by admin-token: REFUSED` }).click()
  await page.getByText('NOT_FOUND at key').waitFor()
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ outcome: 'REFUSED', target: 'cdns.' })
  await page.getByLabel('Since').fill('2100-01-01T00:00')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByText('No attempt matches').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.goBack()
  await page.getByRole('button', { name: `deleteCdn of cdns.no-${look} by admin-token: REFUSED` }).waitFor()
  expect(problems).toEqual([])
  await page.context().close()
})

it('leads through pages, and counts what is new without moving what is read', async () => {
  for (let index = 0; index < 60; index++) await edit(`updateSettings(input: { ratio: ${index + 40} }) { __typename }`)
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/audit?target=settings' })
  const entries = page.getByRole('list', { name: 'attempts' }).getByRole('listitem')
  await page.getByText('60 attempts in all').waitFor()
  expect(await entries.count()).toBe(50)
  await page.getByRole('button', { name: 'Older' }).click()
  await untilCount(page, 10)
  await page.getByRole('button', { name: 'Newer' }).click()
  await untilCount(page, 50)

  await edit('updateSettings(input: { ratio: 8 }) { __typename }')
  await edit('updateSettings(input: { ratio: 9 }) { __typename }')
  await page.getByText('2 new', { exact: true }).waitFor()
  await page.getByText('60 attempts in all').waitFor()
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText('62 attempts in all').waitFor()
  await page.getByText('0 new', { exact: true }).waitFor()
  expect(problems).toEqual([])
  await page.context().close()
})

async function edit(mutation: string): Promise<void> {
  const { errors } = await graphql(group.url, group.token, `mutation { ${mutation} }`)
  expect(errors).toBeUndefined()
}

async function statusWith(token: string): Promise<number> {
  return (await ask(`${group.url}/config`, { headers: { authorization: `Bearer ${token}` } })).status
}

async function untilCount(page: Page, entries: number): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelectorAll('[aria-label="attempts"] > li').length === wanted, entries)
}
