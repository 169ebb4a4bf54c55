import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGroup, type Group } from '../support/process-group.ts'

// What GraphiQL and the two pages of documentation do in a real browser: Debian's chromium, which can reach no other host.
const executablePath = '/usr/bin/chromium'

let group: Group
let browser: Browser

beforeAll(async () => {
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: apt-get install --yes chromium`)
  group = await startGroup()
  browser = await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0, // the sandbox of a browser that root runs doesn't start
    args: ['--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
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
    .poll(async () => {
      await page.getByRole('button', { name: 'Re-fetch GraphQL schema' }).click()
      // The explorer is empty until the schema has come: asked again at once, it would stay so.
      const mutation = page.locator('.graphiql-doc-explorer').getByText('Mutation', { exact: true })
      return mutation.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      )
    }, patience)
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

it('/docs publishes with a token', async () => {
  const { page, problems } = await open('/docs')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.locator('.auth-container input').fill(group.token)
  await page.getByRole('button', { name: 'Apply credentials' }).click()
  await page.locator('.auth-btn-wrapper').getByRole('button', { name: 'Close' }).click()
  const put = page.locator('#operations-Configuration-put-config')
  await put.getByRole('button').first().click()
  await put.getByRole('button', { name: 'Try it out' }).click()
  await put.locator('textarea').fill('{"ratio": 7}')
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

const patience = { timeout: 10_000, interval: 200 }

/** Whatever outlives the page. */
async function kept(page: Page): Promise<string> {
  return page.evaluate<string>('JSON.stringify({ ...localStorage, ...sessionStorage, url: location.href })')
}

/** `problems`: what no page may do, to complain on its console, break, ask another host, or get an error for an answer. */
async function open(path: string): Promise<{ readonly page: Page; readonly problems: readonly string[] }> {
  const problems: string[] = []
  const page = await browser.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`)
  })
  page.on('pageerror', ({ message }) => problems.push(`error: ${message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(group.url) && !request.url().startsWith(`blob:${group.url}`))
      problems.push(`asked for ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} from ${response.url()}`)
  })
  await page.goto(`${group.url}${path}`)
  return { page, problems }
}
