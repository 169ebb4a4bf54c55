import type { JSHandle, Page } from 'playwright-core'
import { focusMarks, type FocusMarks } from './focus-marks.ts'

/** What a pointer can use and Tab need not reach, as other keys do the same. */
const otherKeys = [
  'label, .mantine-InputWrapper-label, .mantine-MultiSelect-input, .mantine-TagsInput-input', // the field has the focus
  '.mantine-NumberInput-control', // arrow keys in the field
  '.mantine-InputClearButton-root, .mantine-Pill-remove', // Enter on what is chosen, or Backspace
  'time', // "Tell times by the clock" in the menu
  '[role=tooltip]', // words alone
  '[title="drag to another place"]', // the buttons of the rule, and arrow keys on them
].join()

/**
 * What keys alone cannot use within `root`: what neither Tab nor, in a group, an arrow reaches; what shows no ring or is covered
 * while it has the focus; and a way that leads back up, out of `root`, or round and round.
 */
export async function keyboardProblems(page: Page, root = 'body'): Promise<readonly string[]> {
  const marks = await page.evaluateHandle(focusMarks)
  const walk = await page.evaluateHandle(watchFocus, { root, otherKeys, marks })
  const most = (await walk.evaluate(({ found }) => found.length)) + 20
  await walkBy(page, walk, { key: 'Tab', back: 'Shift+Tab', most })
  await walkBy(page, walk, { key: 'Shift+Tab', back: 'Tab', most })
  const sizes = await walk.evaluate(({ groups }) => groups.map(({ length }) => length))
  for (const [group, size] of sizes.entries()) {
    await walk.evaluate((watch, of) => watch.start(of), group)
    for (let step = 1; step < size; step += 1) {
      await page.keyboard.press('ArrowRight')
      await walk.evaluate((watch) => watch.look('ArrowRight'))
    }
  }
  return walk.evaluate((watch) => watch.problems())
}

type Way = { readonly key: string; readonly back: string; readonly most: number }

async function walkBy(page: Page, walk: JSHandle<ReturnType<typeof watchFocus>>, { key, back, most }: Way): Promise<void> {
  await walk.evaluate((watch) => watch.start())
  await page.keyboard.press(back) // and forth again: browsers show the ring to who uses keys
  await page.keyboard.press(key)
  for (let step = 0; step < most; step += 1) {
    if (await walk.evaluate((watch, by) => watch.look(by), key)) return
    await page.keyboard.press(key)
  }
  await walk.evaluate((watch, by) => watch.tell(`${by} comes to no end`), key)
}

type Watched = { readonly root: string; readonly otherKeys: string; readonly marks: FocusMarks }

/** Runs in the page, as what it gets. */
function watchFocus({ root, otherKeys: exempt, marks }: Watched) {
  ;(document.activeElement as HTMLElement | null)?.blur()
  const found = [...document.querySelectorAll<HTMLElement>(`${root} *`)].filter((it) => marks.isUsable(it))
  const atRest = new Map(found.map((it) => [it, marks.ringsOf(it)]))
  const grouped = Object.groupBy(
    found.filter((it) => it.matches('input[type=radio], [role=tab]')),
    (it) => it.getAttribute('name') ?? 'tabs',
  )
  const groups = Object.values(grouped).map((group) => group ?? [])
  const reached = new Set<Element>()
  const told = new Set<string>()
  let last: HTMLElement | undefined
  let first: HTMLElement | undefined

  const nameOf = (it: Element) => `${it.tagName} ${it.ariaLabel ?? it.textContent} ${it.outerHTML}`.slice(0, 160)

  /** Gives the focus to the first of all, or of a group. */
  function start(group?: number): void {
    ;(document.activeElement as HTMLElement | null)?.blur()
    scrollTo(0, 0)
    last = first = undefined
    const among = group === undefined ? found : (groups[group] ?? [])
    among.find((it) => (group === undefined ? it.tabIndex >= 0 : reached.has(it)))?.focus()
  }

  /** Judges what has the focus now; true at the end of the way. */
  function look(key: string): boolean {
    const it = document.activeElement
    if (!(it instanceof HTMLElement) || it === document.body || it === first) return true
    first ??= it
    reached.add(it)
    if (!it.matches(`${root} *`)) told.add(`${key} leaves for ${nameOf(it)}`)
    if (it === last) told.add(`${key} does not leave ${nameOf(it)}`)
    if (atRest.get(it) === marks.ringsOf(it)) told.add(`no ring: ${nameOf(it)}`)
    if (marks.isCovered(it)) told.add(`covered after ${key}: ${nameOf(it)}`)
    if (key === 'Tab' && last !== undefined && marks.goesBack(last, it)) told.add(`up to ${nameOf(it)} from ${nameOf(last)}`)
    last = it
    return false
  }

  function problems(): readonly string[] {
    const left = found.filter((it) => it.isConnected && !reached.has(it) && !it.matches(exempt))
    return [...told, ...left.map((it) => `not reached: ${nameOf(it)}`)]
  }

  return { found, groups, start, look, problems, tell: (problem: string) => void told.add(problem) }
}
