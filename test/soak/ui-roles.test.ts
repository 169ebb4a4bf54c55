import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphqlRoles } from '../../src/control/access/permissions.ts'
import { roles, type Role } from '../../src/core/access/roles.ts'
import { startBrowser } from '../support/browser.ts'
import { signIn } from '../support/control-room.ts'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// Which buttons each role may use, by the table of permissions.
const needed: Readonly<Record<string, Role>> = Object.assign({}, ...Object.values(graphqlRoles))
const paths = ['', '/cdns', '/routing', '/config', '/config/cdns/default', '/publish', '/history', '/try', '/access', '/audit']

let group: Group
let browser: Browser
beforeAll(async () => {
  ;[group, browser] = await Promise.all([startGroup(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
})

describe.each(roles)('%s', (role) => {
  it('may use the buttons of its role, and sees why it may not use the others', async () => {
    const { page, problems } = await signIn(browser, group.url, await makeToken(role))
    const seen = new Set<string>()
    for (const path of paths) {
      await open(page, path)
      for (const { field, isDisabled, why } of await buttonsOf(page)) {
        const may = roles.indexOf(role) >= roles.indexOf(needed[field] ?? 'admin')
        expect([path, field, isDisabled && why.startsWith('needs the role')]).toEqual([path, field, !may])
        seen.add(field)
      }
    }
    expect(seen.size).toBeGreaterThan(5)
    expect(problems).toEqual([])
    await page.context().close()
  })
})

async function makeToken(role: Role): Promise<string> {
  const { data } = await graphql<{ createApiToken: { token: string } }>(
    group.url,
    group.token,
    `mutation { createApiToken(input: { name: "as-${role}", roles: [${role.toUpperCase()}], expiresInDays: 1 }) {
      ... on CreateApiTokenSuccess { token } ... on UserError { code message } } }`,
  )
  return data?.createApiToken.token ?? ''
}

/** Goes to a page by its link where there is one, so that the session stays. */
async function open(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', `/admin${to}`)
  }, path)
  await page.waitForTimeout(0)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await expect.poll(() => page.locator('#page [aria-label="loading"]').count(), { timeout: 15_000 }).toBe(0)
}

async function buttonsOf(page: Page) {
  const buttons = await page.locator('[data-field]').all()
  return Promise.all(
    buttons.map(async (button) => ({
      field: (await button.getAttribute('data-field')) ?? '',
      isDisabled: (await button.getAttribute('aria-disabled')) === 'true',
      why: (await button.getAttribute('aria-description')) ?? '',
    })),
  )
}
