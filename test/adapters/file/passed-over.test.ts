import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPassedOver } from '../../../src/adapters/file/passed-over.ts'

let folder: string
let path: string
let news: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-passed-over-'))
  path = join(folder, 'overrides.json')
  news = []
  writeFileSync(path, '{')
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = () => openPassedOver((line) => news.push(line))

it('tells of a file once for each reason, however often it is read', () => {
  const { hear, list } = open()
  for (const why of ['it is no JSON', 'it is no JSON', 'it is empty', 'it is empty']) hear(path, why)
  expect(news).toEqual(['it is no JSON', 'it is empty'].map((why) => `${path} can't be used: ${why}; it was passed over`))
  expect(list()).toEqual([`${path} (it is empty)`])
})

it.each([
  { what: 'replaced', act: () => writeFileSync(path, '{"version":1,"overrides":[]}') },
  { what: 'removed', act: () => rmSync(path) },
])('forgets one that was $what', ({ act }) => {
  const { hear, list } = open()
  hear(path, 'it is no JSON')
  act()
  expect(list()).toEqual([])
})

it('forgets one that is gone before it can be told, and tells nothing', () => {
  const { hear, list } = open()
  rmSync(path)
  hear(path, 'it is no JSON')
  expect([list(), news]).toEqual([[], []])
})

it('remembers a bounded number', () => {
  const { hear, list } = open()
  for (let number = 0; number < 300; number += 1) {
    writeFileSync(join(folder, `${number}`), '{')
    hear(join(folder, `${number}`), 'it is no JSON')
  }
  expect(list()).toHaveLength(100)
})
