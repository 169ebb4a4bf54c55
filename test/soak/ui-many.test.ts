import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { accessibilityProblems, looks, signIn } from '../support/control-room.ts'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// A whole fleet of 1,000 CDNs in a real browser, as one document.
let group: Group
let browser: Browser

beforeAll(async () => {
  ;[group, browser] = await Promise.all([startGroup({ env: { WORKERS: '1' } }), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
})

it('plans a document of 1,000 CDNs in a list that leaves the button in sight, applies it, and rolls it back', async () => {
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/config/yaml' })
  await page.getByRole('textbox', { name: 'Document' }).fill(documentOf(1))
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await page.getByText('1,001 added, 2 removed').waitFor()
  await expectInSight(page, 'Apply: publish it at once')
  await page.getByRole('button', { name: '50 more of 1,003' }).click()
  await expectInSight(page, 'Apply: publish it at once')
  await page.getByRole('textbox', { name: 'filter changes' }).fill('CDN-0999')
  expect(await page.getByRole('list', { name: 'changes' }).getByRole('listitem').count()).toBe(1)
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Apply: publish it at once' }).click()
  await page.getByText('Revision 2 is live').waitFor()
  expect(await page.getByRole('textbox', { name: 'Document' }).inputValue()).toBe('')

  await apply(documentOf(2))
  await page.evaluate(() => history.pushState(null, '', '/admin/history'))
  await page.getByRole('button', { name: 'roll back to revision 2' }).click()
  await page.getByRole('dialog').getByText('1,000 changed').waitFor()
  await expectInSight(page, 'Roll back')
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back', exact: true }).click()
  await page.getByText('Revision 4', { exact: false }).first().waitFor()
  expect(await graphql(group.url, group.token, '{ cdn(key: "cdn-0999") { weight } }')).toMatchObject({
    data: { cdn: { weight: 1 } },
  })
  expect(problems).toEqual([])
})

it('finds a member among 1,000, and leads to the one that is to be mended', async () => {
  const { cdns, ...rest } = JSON.parse(documentOf(1)) as { readonly cdns: readonly { readonly key: string }[] }
  await apply(JSON.stringify({ ...rest, cdns, pools: [{ key: 'many', members: cdns.map(({ key }) => ({ cdn: key })) }] }))
  const { page, problems } = await signIn(browser, group.url, group.token, { path: '/config/pools/many' })
  await page.getByLabel('Filter members').fill('CDN-0537')
  const found = page.getByRole('region', { name: 'members 538: cdn-0537' })
  await found.getByRole('textbox', { name: 'weight' }).fill('5000')
  await page.getByLabel('Filter members').fill('cdn-01')
  await page.getByRole('button', { name: 'page 10' }).click()
  await page.getByRole('region', { name: 'members 200: cdn-0199' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.keyboard.press('Enter') // the focus is on the button that shows it
  await found.getByText('received 5000', { exact: false }).waitFor()
  await found.getByRole('textbox', { name: 'weight' }).fill('1')
  await page.getByRole('textbox', { name: 'name', exact: true }).fill('Mine')
  const members = cdns.map(({ key }, index) => ({ cdn: key, weight: index === 0 ? 3 : 1 }))
  await send('mutation ($members: [PoolMemberInput!]) { upsertPool(input: { key: "many", members: $members }) { __typename } }', {
    members,
  })
  await page.getByText('members, by somebody else; that is kept:').waitFor() // and below it the lines that differ
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('It is in the working copy', { exact: false }).waitFor()
  expect(problems).toEqual([])
})

async function apply(document: string): Promise<void> {
  const config = JSON.parse(document) as object
  await send('mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { __typename } }', { config })
}

async function send(mutation: string, variables: object): Promise<void> {
  expect(await graphql(group.url, group.token, mutation, variables)).not.toHaveProperty('errors')
}

/** JSON is YAML as well; in one line, since chromium takes minutes to fill in thousands of them. */
function documentOf(weight: number): string {
  const cdns = Array.from({ length: 1_000 }, (_, index) => ({
    key: `cdn-${String(index).padStart(4, '0')}`,
    baseUrl: `https://cdn-${index}.example.com`,
    weight,
  }))
  return JSON.stringify({ settings: {}, cdns, originClusters: [{ key: 'origin', hostSuffix: 'origin.example.com' }] })
}

/** The button is at most a screen below the top of the list above it. */
async function expectInSight(page: Page, name: string): Promise<void> {
  const list = await page.getByRole('list', { name: 'changes' }).locator('..').boundingBox()
  const button = await page.getByRole('button', { name, exact: true }).last().boundingBox()
  expect((button?.y ?? Infinity) - (list?.y ?? 0)).toBeLessThan(looks.desk.viewport.height)
}
