import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHealthFile } from '../../../src/adapters/file/health-file.ts'
import { health } from '../../contract/health-file.contract.ts'

let folder: string
let passedOver: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-health-'))
  passedOver = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => openHealthFile(folder, (_path, why) => passedOver.push(why))
const [condition] = health.set.conditions
const [cdn] = health.cdns
const [event] = health.waiting

it('is for this user alone, with nothing beside it', async () => {
  await open().write(health)
  expect(await readdir(folder)).toEqual(['health.json'])
  expect((await stat(join(folder, 'health.json'))).mode & 0o777).toBe(0o600)
})

describe('a file that is not one', () => {
  it.each([
    '',
    '{"set":{"version":1,"condi',
    'null',
    '[]',
    '{"set":{"version":1,"conditions":[]}}',
    '{"set":{"version":-1,"conditions":[]},"cdns":[],"waiting":[]}',
    '{"set":{"version":1.5,"conditions":[]},"cdns":[],"waiting":[]}',
    '{"set":{"version":1,"conditions":{}},"cdns":[]}',
    ...[
      null,
      { ...condition, key: 7 },
      { ...condition, byFamily: { IPV4: null } },
      { ...condition, byFamily: { IPV4: null, IPV6: { kind: 'SICK', sinceEpochMs: 1 } } },
      { ...condition, byFamily: { IPV4: null, IPV6: { kind: 'OUT', sinceEpochMs: 1e300 } } },
    ].map((one) => JSON.stringify({ ...health, set: { version: 1, conditions: [one] } })),
    ...[
      'a',
      { ...cdn, baseUrl: undefined },
      { ...cdn, told: { ...cdn?.told, health: 'SICK' } },
      { ...cdn, told: { ...cdn?.told, sinceEpochMs: 'now' } },
      { ...cdn, byFamily: { IPV6: null } },
      { ...cdn, byFamily: { IPV6: { ...cdn?.byFamily.IPV6, ejections: -1 } } },
      { ...cdn, byFamily: { IPV6: { ...cdn?.byFamily.IPV6, isOut: 1 } } },
    ].map((one) => JSON.stringify({ ...health, cdns: [one] })),
    ...[null, { ...event, health: 'SICK' }, { ...event, cdn: 7 }, { ...event, at: 'now' }].map((one) =>
      JSON.stringify({ ...health, waiting: [one] }),
    ),
  ])('is passed over, and written over: %s', async (text) => {
    await writeFile(join(folder, 'health.json'), text)
    expect([await open().read(), passedOver]).toEqual([undefined, ['it does not hold the health of CDNs in JSON']])
    await open().write(health)
    expect(await open().read()).toEqual(health)
  })
})

it('is held up by no pipe in its place, and takes its place', async () => {
  execFileSync('mkfifo', [join(folder, 'health.json')])
  expect([await open().read(), passedOver]).toEqual([undefined, [expect.stringContaining('it is a pipe')]])
  await open().write(health)
  expect(await open().read()).toEqual(health)
})

it('leaves what was there when it can not write', async () => {
  await open().write(health)
  await mkdir(join(folder, 'health.json.tmp'))
  await expect(open().write({ ...health, cdns: [] })).rejects.toThrow('EISDIR')
  expect(await open().read()).toEqual(health)
})
