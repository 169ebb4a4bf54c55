import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ownFolder } from '../../../src/adapters/file/own-folder.mjs'

let root: string
beforeEach(() => void (root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-own-')))))
afterEach(() => rmSync(root, { recursive: true }))

it('makes it for this user alone, and takes it again', () => {
  const folder = join(root, 'a', 'b')
  expect([ownFolder(folder), ownFolder(folder)]).toEqual([folder, folder])
  expect([join(root, 'a'), folder].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700])
})

it.each([
  { what: 'its group may write', spoil: (folder: string) => chmodSync(folder, 0o770) },
  { what: 'everybody may write', spoil: (folder: string) => chmodSync(folder, 0o1777) },
  { what: 'stands where everybody may put another one', spoil: () => chmodSync(root, 0o777) },
])('takes none that $what', ({ spoil }) => {
  const folder = join(root, 'cache')
  mkdirSync(folder, { mode: 0o700 })
  spoil(folder)
  expect(ownFolder(folder)).toBeUndefined()
})

it('takes one in a folder like /tmp, where everybody may make what is missing', () => {
  chmodSync(root, 0o1777)
  expect(ownFolder(join(root, 'cache'))).toBe(join(root, 'cache'))
})

it.skipIf(process.getuid?.() !== 0)('takes none that is another user’s, nor a link to one', () => {
  const theirs = join(root, 'theirs')
  mkdirSync(theirs, { mode: 0o700 })
  chownSync(theirs, 65_534, 65_534)
  symlinkSync(theirs, join(root, 'link'))
  expect([theirs, join(root, 'link'), join(theirs, 'ours')].map(ownFolder)).toEqual([undefined, undefined, undefined])
})

it('has none where a file is in the place, or none can be made', () => {
  writeFileSync(join(root, 'file'), '')
  expect([join(root, 'file'), join(root, 'file', 'below')].map(ownFolder)).toEqual([undefined, undefined])
})
