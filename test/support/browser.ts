import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/** Starts Debian's chromium, which can reach no other host. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: apt-get install --yes chromium`)
  return chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0, // the sandbox of a browser that root runs doesn't start
    args: ['--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
}

export type WatchedPage = { readonly page: Page; readonly problems: readonly string[] }

/** `problems`: what no page may do, to complain on its console, break, ask another host, or get an error for an answer. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const { origin } = new URL(url)
  const problems: string[] = []
  const page = await (await browser.newContext(options)).newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`)
  })
  page.on('pageerror', ({ message }) => problems.push(`error: ${message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith(`blob:${origin}`))
      problems.push(`asked for ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} from ${response.url()}`)
  })
  await page.goto(url)
  return { page, problems }
}
