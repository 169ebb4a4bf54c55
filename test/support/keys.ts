import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Gives it the focus by Tab, as who has no pointer does, or by Shift+Tab from the top of the page, behind which is its end. */
export async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor({ state: 'attached' })
  for (let step = 0; step < 200; step += 1) {
    if (await hasFocus(target)) return
    await target.page().keyboard.press(key)
  }
  throw new Error(`${target.toString()} does not get the focus`)
}

/** Presses what a button, a link or another role has for its name, once it does not say that it cannot be. */
export async function press(
  page: Page,
  name: string | RegExp,
  role: 'button' | 'link' | 'switch' | 'checkbox' = 'button',
): Promise<void> {
  const target = page.getByRole(role, { name, exact: true })
  await tabTo(target)
  await expect.poll(() => target.isEnabled(), { timeout: 30_000 }).toBe(true)
  await page.keyboard.press(role === 'button' || role === 'link' ? 'Enter' : 'Space')
}

export async function type(field: Locator, text: string): Promise<void> {
  await tabTo(field)
  await field.page().keyboard.type(text)
}

/** Opens a list of options, moves in it by `keys`, and takes what is marked. */
export async function choose(list: Locator, ...keys: readonly string[]): Promise<void> {
  await tabTo(list)
  const options = list.page().getByRole('option')
  await list.page().keyboard.press('Enter')
  await options.first().waitFor()
  // The list marks what is chosen a timer after it is drawn. A browser may let a key overtake that, as no hand does.
  await list.page().evaluate(() => new Promise((resolve) => setTimeout(resolve)))
  for (const key of [...keys, 'Enter']) await list.page().keyboard.press(key)
  await options.first().waitFor({ state: 'hidden' })
}

/** Opens a dialog, leaves it with Escape, finds the focus where it was, and opens the dialog again. */
export async function openTwice(page: Page, name: string | RegExp): Promise<Locator> {
  const [opener, dialog] = [page.getByRole('button', { name, exact: true }), page.getByRole('dialog')]
  await press(page, name)
  await expectFocus(dialog.locator(':focus'))
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expectFocus(opener)
  await page.keyboard.press('Enter')
  await expectFocus(dialog.locator(':focus'))
  return dialog
}

export async function expectFocus(target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' })
  await expect.poll(() => hasFocus(target)).toBe(true)
}

async function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((it) => it === document.activeElement)
}
