import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openOverrideFile } from '../../../src/adapters/file/override-file.ts'
import { allTo, allToOrigin, down, overrideWith, ratio, weight } from '../../support/overrides.ts'

let folder: string
let passedOver: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-overrides-'))
  passedOver = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => openOverrideFile(folder, (_path, why) => passedOver.push(why))
const set = { version: 3, overrides: [down('a'), weight('b', 0), ratio(4), allToOrigin] }

it('has none at first, and says nothing of it', async () => {
  expect([await open().read(), passedOver]).toEqual([undefined, []])
})

it('reads what it wrote, for this user alone and with nothing beside it', async () => {
  const ends = {
    version: 4,
    overrides: [overrideWith({ kind: 'RATIO', target: null, value: 0 }, { until: '2026-02-01T00:00:00.000Z' })],
  }
  for (const one of [set, ends, { version: 5, overrides: [allTo('a')] }]) {
    await open().write(one)
    expect(await open().read()).toEqual(one)
  }
  expect(await readdir(folder)).toEqual(['overrides.json'])
  expect((await stat(join(folder, 'overrides.json'))).mode & 0o777).toBe(0o600)
})

describe('a file that is not one', () => {
  const good = JSON.parse(JSON.stringify(ratio(4))) as object
  it.each([
    { text: '' },
    { text: '{"version":3,"overri' },
    { text: '[]' },
    { text: '{"version":1.5,"overrides":[]}' },
    { text: '{"version":1}' },
    { text: '{"version":2147483648,"overrides":[]}' },
    { text: JSON.stringify({ version: 1, overrides: [good, good] }) },
    { text: JSON.stringify({ version: 1, overrides: [{ ...good, reason: 'a\0' }] }) },
    { text: JSON.stringify({ version: 1, overrides: [{ ...good, by: '\ud83d' }] }) },
    { text: JSON.stringify({ version: 1, overrides: [{ ...good, at: '+020000-01-01T00:00:00.000Z' }] }) },
    { text: `{"version":1,"overrides":[${'{"kind":"NEWER"},'.repeat(500)}{"kind":"NEWER"}]}` },
    { text: JSON.stringify({ version: 1, overrides: [null] }) },
    { text: JSON.stringify({ version: 1, overrides: [good, { ...good, value: -1 }] }) },
    { text: JSON.stringify({ version: 1, overrides: [{ ...good, target: 7 }] }) },
    { text: JSON.stringify({ version: 1, overrides: [{ ...good, until: 'soon' }] }) },
    { text: JSON.stringify({ version: 1, overrides: [{ ...good, reason: undefined }] }) },
    { text: JSON.stringify({ version: 1, overrides: [{ ...down('a'), value: 'AUTO' }] }) },
  ])('is passed over, and written over: $text', async ({ text }) => {
    await writeFile(join(folder, 'overrides.json'), text)
    expect([await open().read(), passedOver]).toEqual([undefined, ['it does not hold overrides in JSON']])
    await open().write(set)
    expect(await open().read()).toEqual(set)
  })

  it('because it has a kind of a newer Sluice is read without it', async () => {
    const text = JSON.stringify({ version: 1, overrides: [good, { ...good, kind: 'NEWER' }] })
    await writeFile(join(folder, 'overrides.json'), text)
    expect(await open().read()).toEqual({ version: 1, overrides: [ratio(4)] })
  })
})

it('is held up by no pipe in its place, and takes its place', async () => {
  execFileSync('mkfifo', [join(folder, 'overrides.json')])
  expect([await open().read(), passedOver]).toEqual([undefined, [expect.stringContaining('it is a pipe')]])
  await open().write(set)
  expect(await open().read()).toEqual(set)
})

it('leaves what was there when it can not write', async () => {
  await open().write(set)
  await mkdir(join(folder, 'overrides.json.tmp'))
  await expect(open().write({ version: 4, overrides: [] })).rejects.toThrow('EISDIR')
  expect(JSON.parse(await readFile(join(folder, 'overrides.json'), 'utf8'))).toEqual(set)
})
