import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSocketFolder } from '../../../src/adapters/file/socket-folder.ts'

let root: string
let tooLong: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-socket-'))
  tooLong = join(root, 'x'.repeat(80))
  mkdirSync(tooLong)
})
afterEach(() => rmSync(root, { recursive: true }))

it('is in a fresh folder for this user alone', () => {
  const [first, second] = [makeSocketFolder([root]), makeSocketFolder([root])]
  expect(first?.folder).not.toBe(second?.folder)
  expect(first?.path).toBe(join(first?.folder ?? '', 'control.sock'))
  expect(statSync(first?.folder ?? '').mode & 0o777).toBe(0o700)
})

it('passes over a folder whose path is too long, and one that is missing, and leaves nothing there', () => {
  const place = makeSocketFolder([tooLong, join(root, 'missing'), root])
  expect(dirname(place?.folder ?? '')).toBe(root)
  expect(readdirSync(tooLong)).toEqual([])
  expect(makeSocketFolder([tooLong])).toBeUndefined()
})
