import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { openPage, type WatchedPage } from './browser.ts'

/** How a person looks at it: a desk by day, a phone by night. */
export const looks = {
  desk: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  phone: { viewport: { width: 375, height: 760 }, colorScheme: 'dark' },
} as const
export type Look = keyof typeof looks

/** Opens a page of the control room and signs in by pasting the token, as a person does. */
export async function signIn(
  browser: Browser,
  url: string,
  token: string,
  { look = 'desk', path = '' }: { look?: Look; path?: string } = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, `${url}/admin${path}`, looks[look])
  await pasteToken(watched.page, token)
  await watched.page.getByRole('heading', { level: 1 }).and(watched.page.locator('#page *')).waitFor()
  return watched
}

export async function pasteToken(page: Page, token: string): Promise<void> {
  await page
    .getByLabel(/^Token/)
    .first()
    .fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** What axe finds wrong on the page as it is, by rule and element. There, since no page has frames of another origin. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
