import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage, startBrowser, type WatchedPage } from '../support/browser.ts'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// What GraphiQL and the two pages of documentation do in a real browser: Debian's chromium, which can reach no other host.
let group: Group
let browser: Browser

beforeAll(async () => {
  group = await startGroup()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
})

it('/graphql runs a query with a token, and keeps the token to itself', async () => {
  const { page, problems } = await open('/graphql')
  await page.getByText('Paste your token under').last().waitFor()
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
  await page.getByText('PASTE_YOUR_TOKEN').dblclick({ position: { x: 100, y: 5 } })
  await page.keyboard.insertText(group.token)
  // GraphiQL takes what was typed into an editor some time after the last key.
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: 'Re-fetch GraphQL schema' }).click()
        // The explorer is empty until the schema has come: asked again at once, it would stay so.
        const mutation = page.locator('.graphiql-doc-explorer').getByText('Mutation', { exact: true })
        return mutation.waitFor({ timeout: 8_000 }).then(
          () => true,
          () => false,
        )
      },
      { ...patience, timeout: 40_000 },
    )
    .toBe(true)
  await page.getByRole('button', { name: 'Execute query' }).click()
  await page.locator('.graphiql-response').getByText('"cdn.example.com"').waitFor()
  expect(await kept(page)).not.toContain(group.token)
  expect(problems).toEqual([])
})

it('/graphql is still there after a reload, with the query that was edited', async () => {
  const { page, problems } = await open('/graphql')
  await page.locator('.graphiql-query-editor .view-line').first().click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.insertText('# edited by hand ')
  await expect.poll(() => kept(page), patience).toContain('edited by hand')
  await page.reload()
  await page.locator('.graphiql-query-editor').getByText('edited by hand').waitFor()
  expect(problems).toEqual([])
})

it('/docs publishes nothing by two clicks: no body is filled in, and If-Match is asked for', async () => {
  const { page, problems } = await open('/docs')
  await authorize(page)
  for (const operation of ['put', 'post']) {
    const place = page.locator(`#operations-Configuration-${operation}-config`)
    await place.getByRole('button').first().click()
    await place.getByRole('button', { name: 'Try it out' }).click()
    expect(await place.locator('textarea').inputValue()).toBe('')
    await place.getByRole('button', { name: 'Execute' }).click()
    await place.locator('textarea.invalid').waitFor()
    expect(await place.locator('.live-responses-table').count()).toBe(0)
  }
  const put = page.locator('#operations-Configuration-put-config')
  await put.locator('textarea').fill('{"ratio": 8}')
  await put.getByRole('button', { name: 'Execute' }).click()
  await put.locator('input.invalid[placeholder="If-Match"]').waitFor()
  expect(await put.locator('.live-responses-table').count()).toBe(0)
  expect((await graphql(group.url, group.token, '{ revisions { totalCount } }')).data).toEqual({ revisions: { totalCount: 1 } })
  expect(problems).toEqual([])
})

it.each(['/', '/graphql', '/docs', '/redoc', '/docs/guide'])('%s has an icon, and leads to every other page', async (path) => {
  const { page, problems } = await open(path)
  const links = page.locator('nav a, ul a')
  await links.first().waitFor()
  const targets = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  const others = ['/', '/admin', '/graphql', '/docs', '/redoc', '/docs/guide', '/metrics', '/health'].filter(
    (other) => other !== path,
  )
  expect(targets).toEqual(expect.arrayContaining(others))
  expect(await page.locator('link[rel=icon]').getAttribute('href')).toMatch(/^data:image\/svg/)
  await page.locator(`a[href="/docs/guide"]`).first().click()
  await page.getByText('# API guide').waitFor()
  expect(problems).toEqual([])
})

it('/docs publishes with a token', async () => {
  const { page, problems } = await open('/docs')
  await authorize(page)
  const put = page.locator('#operations-Configuration-put-config')
  await put.getByRole('button').first().click()
  await put.getByRole('button', { name: 'Try it out' }).click()
  await put.locator('textarea').fill('{"ratio": 7}')
  await put.getByPlaceholder('If-Match').fill('*')
  await put.getByRole('button', { name: 'Execute' }).click()
  expect(await put.locator('.live-responses-table .response-col_status').last().innerText()).toBe('200')
  expect(await put.locator('.live-responses-table .microlight').first().innerText()).toMatch(/"ratio": 7/)
  expect(problems).toEqual([])
})

it('/redoc shows the operations and finds words in them', async () => {
  const { page, problems } = await open('/redoc')
  await page.getByRole('heading', { name: 'Changes either field and publishes at once' }).waitFor()
  await page.getByPlaceholder('Search...').pressSequentially('publishes')
  await page.getByRole('search').getByText('Changes either field and publishes at once').waitFor()
  expect(problems).toEqual([])
})

async function authorize(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.locator('.auth-container input').fill(group.token)
  await page.getByRole('button', { name: 'Apply credentials' }).click()
  await page.locator('.auth-btn-wrapper').getByRole('button', { name: 'Close' }).click()
}

const patience = { timeout: 10_000, interval: 200 }

/** Whatever outlives the page. */
async function kept(page: Page): Promise<string> {
  return page.evaluate<string>('JSON.stringify({ ...localStorage, ...sessionStorage, url: location.href })')
}

async function open(path: string): Promise<WatchedPage> {
  return openPage(browser, `${group.url}${path}`)
}
