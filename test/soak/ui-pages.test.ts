import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { accessibilityProblems, signIn, type Look } from '../support/control-room.ts'
import { fill, goTo, pages } from '../support/control-room-pages.ts'
import { startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// Every page of a control room with something in it. The pictures of docs/ui.md are made here: SCREENSHOTS=docs/ui
let group: Group
let browser: Browser
let cdn: FakeCdn
let pictures: string

beforeAll(async () => {
  ;[group, browser, cdn] = await Promise.all([startGroup({ env: { WORKERS: '2' } }), startBrowser(), startFakeCdn()])
  pictures = process.env['SCREENSHOTS'] ?? (await mkdtemp(join(tmpdir(), 'sluice-pictures-')))
  await fill(group, cdn)
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
  await cdn?.close()
})

it.each<Look>(['desk', 'phone'])('each page is accessible and complains of nothing: %s', async (look) => {
  const { page, problems } = await signIn(browser, group.url, group.token, { look })
  for (const [name, path, text] of pages) {
    await goTo(page, path, text)
    expect([name, await accessibilityProblems(page)]).toEqual([name, []])
    await page.screenshot({ path: join(pictures, look === 'desk' ? `${name}.png` : `${name}-phone.png`) })
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  expect(problems).toEqual([])
  await page.context().close()
})
