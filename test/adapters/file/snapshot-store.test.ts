import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSnapshotStore } from '../../../src/adapters/file/snapshot-store.ts'
import { sealRevision } from '../../../src/core/config/revision.ts'
import type { SnapshotStore } from '../../../src/ports/snapshot-store.ts'
import { configWith, revisionWith } from '../../support/config.ts'

let root: string
let folder: string
let store: SnapshotStore
let passedOver: string[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-snapshots-'))
  folder = join(root, 'data', 'snapshots')
  passedOver = []
  store = openSnapshotStore(join(root, 'data'), (path, why) => passedOver.push(`${path.slice(folder.length + 1)}: ${why}`))
})
afterEach(() => rm(root, { recursive: true }))

it('finds none in a folder that is missing, and makes none by looking', async () => {
  expect(await store.newest()).toBeUndefined()
  expect(await readdir(root)).toEqual([])
})

it('keeps the last three', async () => {
  for (const number of [1, 2, 3, 4, 5]) await store.write(revisionWith({ number }))
  expect(await readdir(folder)).toEqual([
    'revision-000000000003.json',
    'revision-000000000004.json',
    'revision-000000000005.json',
  ])
})

it('keeps what it has just written, even when it holds newer ones', async () => {
  for (const number of [11, 12, 13, 2]) await store.write(revisionWith({ number }))
  expect(await readdir(folder)).toEqual([
    'revision-000000000002.json',
    'revision-000000000012.json',
    'revision-000000000013.json',
  ])
})

it('lets this user alone read them', async () => {
  await store.write(revisionWith())
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, 'revision-000000000001.json'))).mode & 0o777).toBe(0o600)
})

it('leaves the file alone when the number is written again, and mends it when it was damaged', async () => {
  const path = join(folder, 'revision-000000000001.json')
  await store.write(revisionWith())
  const { ino } = await stat(path)
  await store.write(revisionWith())
  expect((await stat(path)).ino).toBe(ino)
  await writeFile(path, '{')
  await store.write(revisionWith())
  expect(await store.newest()).toEqual(revisionWith())
})

it('writes in order when asked for several at once', async () => {
  await Promise.all([1, 2, 3, 4, 4, 5].map((number) => store.write(revisionWith({ number }))))
  expect(await readdir(folder)).toHaveLength(3)
  expect(await store.newest()).toMatchObject({ number: 5 })
})

it('passes over what whoever asks has something against', async () => {
  for (const number of [1, 2]) await store.write(revisionWith({ number }))
  expect(await store.newest(({ number }) => (number === 2 ? 'not this one' : undefined))).toMatchObject({ number: 1 })
  expect(passedOver).toEqual(['revision-000000000002.json: not this one'])
})

const whole = revisionWith({ number: 2 })
const unbuildable = sealRevision({ ...whole, config: configWith({ cdns: [{ baseUrl: 'ftp://cdn.example.com' }] }) })
it.each([
  { what: 'an empty file', text: '', why: 'it is not a revision in JSON' },
  { what: 'half of it', text: JSON.stringify(whole).slice(0, -40), why: 'it is not a revision in JSON' },
  { what: 'zeros, as after a power loss', text: '\0'.repeat(600), why: 'it is not a revision in JSON' },
  { what: 'other JSON', text: 'null', why: 'it is not a revision in JSON' },
  { what: 'no configuration', text: JSON.stringify({ ...whole, config: undefined }), why: 'it is not a revision in JSON' },
  { what: 'another configuration', text: JSON.stringify({ ...whole, config: revisionWith({ ratio: 3 }).config }), why: /sha256/ },
  { what: 'a configuration without lists', text: JSON.stringify({ ...whole, config: {} }), why: 'it is not a revision in JSON' },
  {
    what: 'a newer format',
    text: JSON.stringify({ ...whole, formatVersion: 99, config: { pools: {} } }),
    why: /format version 99/,
  },
  { what: 'a base URL that nobody can build a table of', text: JSON.stringify(unbuildable), why: /can't be run here: .*ftp/ },
  {
    what: 'a number that no database holds',
    text: JSON.stringify({ ...whole, parent: 2 ** 31 }),
    why: 'it is not a revision in JSON',
  },
  { what: 'U+0000 in its message', text: JSON.stringify({ ...whole, message: 'a\0' }), why: 'it is not a revision in JSON' },
  { what: 'half a surrogate pair', text: JSON.stringify({ ...whole, author: '\ud83d' }), why: 'it is not a revision in JSON' },
  { what: 'no time', text: JSON.stringify({ ...whole, publishedAt: 'soon' }), why: 'it is not a revision in JSON' },
  { what: 'another number', text: JSON.stringify(revisionWith({ number: 7 })), why: 'it holds revision 7' },
])('passes over a snapshot with $what and says why', async ({ text, why }) => {
  await store.write(revisionWith({ number: 1 }))
  await writeFile(join(folder, 'revision-000000000002.json'), text)
  expect(await store.newest()).toMatchObject({ number: 1 })
  expect(passedOver).toEqual([expect.stringMatching(why)])
  expect(passedOver[0]).toContain('revision-000000000002.json')
})

it('passes over what is no file, and what is no snapshot without a word', async () => {
  await store.write(revisionWith({ number: 1 }))
  await mkdir(join(folder, 'revision-000000000003.json'))
  await writeFile(join(folder, 'revision-4.json'), '')
  expect(await store.newest()).toMatchObject({ number: 1 })
  expect(passedOver).toEqual([expect.stringContaining('it is a folder')])
})

it('is held up by no pipe in the place of a snapshot', async () => {
  await store.write(revisionWith({ number: 1 }))
  execFileSync('mkfifo', [join(folder, 'revision-000000000002.json')])
  expect(await store.newest()).toMatchObject({ number: 1 })
  expect(passedOver).toEqual([expect.stringContaining('it is a pipe')])
})

it('removes what a process left that was killed while it wrote', async () => {
  await store.write(revisionWith({ number: 1 }))
  await writeFile(join(folder, 'revision-000000000002.json.tmp'), '{"number":2')
  await store.write(revisionWith({ number: 3 }))
  expect(await readdir(folder)).toEqual(['revision-000000000001.json', 'revision-000000000003.json'])
})

it('rejects when it cannot write, leaves nothing behind, and writes the next one', async () => {
  await store.write(revisionWith({ number: 1 }))
  await mkdir(join(folder, 'revision-000000000002.json.tmp')) // where the new file would be written
  await expect(store.write(revisionWith({ number: 2 }))).rejects.toThrow('EISDIR')
  await rm(join(folder, 'revision-000000000002.json.tmp'), { recursive: true })
  await store.write(revisionWith({ number: 2 }))
  expect(JSON.parse(await readFile(join(folder, 'revision-000000000002.json'), 'utf8'))).toEqual(revisionWith({ number: 2 }))
})
