import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { yieldHelpers } from '../../../src/adapters/system/helper-priority.ts'

const LAST = 19

it.runIf(process.platform === 'linux')("lets others go before V8's helpers, and leaves the other threads as they are", () => {
  const before = threads()
  yieldHelpers(LAST)
  expect(before.some(({ isHelper }) => isHelper)).toBe(true)
  expect(threads()).toEqual(before.map((thread) => (thread.isHelper ? { ...thread, nice: LAST } : thread)))
})

function threads(): readonly { readonly thread: number; readonly isHelper: boolean; readonly nice: number }[] {
  return readdirSync('/proc/self/task').map((thread) => ({
    thread: Number(thread),
    isHelper: readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim() === 'V8Worker',
    nice: getPriority(Number(thread)),
  }))
}
