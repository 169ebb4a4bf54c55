import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { startBrowser } from '../support/browser.ts'
import { accessibilityProblems, signIn, type Look } from '../support/control-room.ts'
import { ask, graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// A change on its way to what is live, and back, in a real browser against a real group.
let group: Group
let browser: Browser

beforeAll(async () => {
  ;[group, browser] = await Promise.all([startGroup({ env: { WORKERS: '2' } }), startBrowser()])
  await Promise.all(Array.from({ length: 120 }, async () => ask(`${group.url}${video}`)))
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
})

it('publishes what it shows once errors are gone and warnings are read, with a receipt worker by worker', async () => {
  await change(`a: upsertCdn(input: { key: "second", baseUrl: "https://second.example.com", weight: 3 }) { __typename }
    b: updateSettings(input: { redirectStatus: 307 }) { __typename }
    c: upsertPool(input: { key: "idle", members: [{ cdn: "second" }] }) { __typename }
    d: upsertExpectation(input: { key: "swiss", when: { countries: ["CH"] }, never: ["second"] }) { __typename }`)
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/publish' })
  await changesOf(page, 'ADDED cdns.second', '+ baseUrl: "https://second.example.com"')
  await changesOf(page, 'CHANGED settings.redirectStatus', '− 302 + 307')
  await page.getByRole('list', { name: 'expectations' }).getByText('broken').waitFor()
  expect(await page.getByRole('list', { name: 'expectations' }).textContent()).toContain(
    '"second" gets http://s0.origin-cluster/x',
  )
  await expectDisabled(page, 'Publish', 'errors block it')
  expect(await accessibilityProblems(page)).toEqual([])

  await change('deleteExpectation(key: "swiss") { __typename }')
  await page.getByText('This is no longer what is pending').waitFor()
  await page.getByRole('button', { name: 'Show what is pending now' }).click()
  await page.getByText('No error blocks the publish').waitFor()

  await page.getByLabel('Message').fill('a second CDN')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('WARNINGS_NOT_ACKNOWLEDGED at acknowledgeWarnings').waitFor()
  await page.getByLabel('I have read the warning').check()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('2 of 2 workers run it').waitFor()
  expect(await page.getByRole('list', { name: 'workers with revision 2' }).textContent()).toMatch(
    /^worker-1READYruns 2( after \d+ ms)?worker-2READYruns 2( after \d+ ms)?$/,
  )
  await page.getByText('Nothing is pending').waitFor()
  await page.getByRole('link', { name: 'History', exact: true }).click()
  await page.getByRole('heading', { name: 'Revisions', exact: true }).waitFor()
  await page.getByRole('link', { name: 'Publish', exact: true }).click()
  await page.getByText('2 of 2 workers run it').waitFor() // the receipt stays
  expect(problems).toEqual([])
  await page.context().close()
})

it('tells beforehand who moves where, and what is full once a CDN fails', async () => {
  await change('upsertCdn(input: { key: "second", weight: 1, capacity: { requestsPerSecond: 100000 } }) { __typename }')
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/publish' })
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('row', { name: /^second / }).waitFor()
  await page.getByRole('tab', { name: 'Who moves' }).click()
  await page.getByRole('row', { name: /second default SHARE/ }).waitFor()
  await page.getByRole('button', { name: 'Analyse failures' }).click()
  await page.getByRole('row', { name: /^default second/ }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  expect(problems).toEqual([])
  await page.context().close()
})

it('makes nothing twice when the answer to a publish was lost', async () => {
  await change('updateSettings(input: { ratio: 12 }) { __typename }')
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/publish' })
  let isLost = false
  await page.route('**/graphql', async (route) => {
    if (isLost || route.request().postDataJSON().operationName !== 'PublishNow') return route.fallback()
    isLost = true
    await route.fetch()
    return route.abort()
  })
  await changesOf(page, 'CHANGED settings.ratio', '+ 12')
  await page.getByLabel('Message').fill('lost on its way')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('The answer was lost').waitFor()
  expect(await page.getByLabel('Message').inputValue()).toBe('lost on its way')
  await page.getByRole('button', { name: 'Send the same again' }).click()
  await page.getByText('2 of 2 workers run it').waitFor()
  expect(await graphql(group.url, group.token, '{ revisions { nodes { number message } } }')).toMatchObject({
    data: { revisions: { nodes: [{ number: 3, message: 'lost on its way' }, { number: 2 }, { number: 1 }] } },
  })
  expect(problems).toEqual(['console: Failed to load resource: net::ERR_FAILED'])
  await page.context().close()
})

it.each<Look>(['desk', 'phone'])('follows a canary, which is taken back or promoted by hand: %s', async (look) => {
  await change(`updateSettings(input: { ratio: ${look === 'desk' ? 21 : 22} }) { __typename }`)
  const { page, problems } = await signIn(browser, group.url, group.token, { look, path: '/publish' })
  await changesOf(page, 'CHANGED settings.ratio', look === 'desk' ? '+ 21' : '+ 22')
  await page.getByRole('switch', { name: /^Canary/ }).check()
  await page.getByLabel('Seconds', { exact: true }).fill('600')
  await page.getByRole('button', { name: 'Publish as canary' }).click()
  await page.getByText('1 of 2 workers run it').waitFor()
  await page.getByRole('progressbar', { name: 'time of the canary' }).waitFor()
  await expectDisabled(page, 'Publish as canary', /^the canary of revision \d runs/)
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByLabel('Why it is ended').fill('seen enough')
  await page.getByRole('button', { name: look === 'desk' ? 'Take back' : 'Promote' }).click()
  await page.getByText('seen enough', { exact: false }).and(page.locator('p')).waitFor()
  await page.getByText(look === 'desk' ? 'TAKEN_BACK' : 'PROMOTED').waitFor()
  if (look === 'phone') await page.getByText('Nothing is pending').waitFor()
  else await changesOf(page, 'CHANGED settings.ratio', '+ 21') // what was taken back is pending
  expect(problems).toEqual([])
  await page.context().close()
})

it.each<Look>(['desk', 'phone'])('compares revisions, and rolls back after it said what that throws away: %s', async (look) => {
  await change('updateSettings(input: { ratio: 33 }) { __typename }')
  const { page, problems } = await signIn(browser, group.url, group.token, { look, path: '/history?from=1&to=2' })
  await changesOf(page, 'ADDED cdns.second', '+ weight: 3')
  expect(await accessibilityProblems(page)).toEqual([])
  const target = look === 'desk' ? 2 : 1
  await page.getByRole('button', { name: `roll back to revision ${target}`, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: `Roll back to revision ${target}` })
  const lost = dialog.getByRole('region', { name: 'Throws away a pending edit' })
  await lost.getByText('settings.ratio').waitFor()
  expect(await lost.textContent()).toContain('by admin-token')
  expect(await accessibilityProblems(page)).toEqual([])
  await dialog.getByLabel('Message').fill(`back, ${look}`)
  await dialog.getByRole('button', { name: 'Roll back and throw them away' }).click()
  const receipt = page.getByRole('region', { name: /^Receipt of revision/ })
  await receipt.getByText('2 of 2 workers run it').waitFor()
  await receipt.getByRole('heading', { name: 'Thrown away' }).waitFor()
  await page.getByRole('cell', { name: `back, ${look}` }).waitFor()
  expect(problems).toEqual([])
  await page.context().close()
})

async function change(mutations: string): Promise<void> {
  const { data, errors } = await graphql<Record<string, { __typename: string }>>(
    group.url,
    group.token,
    `mutation { ${mutations} }`,
  )
  const answers = Object.values(data ?? {}).map(({ __typename }) => __typename)
  expect([errors, answers.every((name) => name.endsWith('Success'))]).toEqual([undefined, true])
}

/** Waits for a change with this kind and path, and for its value. */
async function changesOf(page: Page, kindAndPath: string, value: string): Promise<void> {
  const [kind = '', path = ''] = kindAndPath.split(' ')
  const row = page.getByRole('listitem').filter({ has: page.getByText(path, { exact: true }) })
  await row.getByText(kind).first().waitFor()
  const shown = await row.first().evaluate((item) => {
    const signs = { INS: '+', DEL: '−' } as Readonly<Record<string, string>>
    return [...item.querySelectorAll('ins, del')].map((line) => `${signs[line.tagName]} ${line.textContent}`).join(' ')
  })
  expect(shown).toContain(value)
}

async function expectDisabled(page: Page, name: string, why: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  await button.and(page.locator('[aria-disabled=true]')).waitFor()
  expect(await button.getAttribute('aria-description')).toMatch(why)
}
