import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// The one-shot service of the profile "monitoring", as its container runs it.
const root = join(import.meta.dirname, '../..')
let group: Group
let folder: string
beforeAll(async () => {
  group = await startGroup()
  folder = mkdtempSync(join(tmpdir(), 'sluice-prometheus-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await group?.destroy()
})

async function makeToken(): Promise<string> {
  const file = join(folder, 'token')
  const { PATH = '' } = process.env
  const env = { PATH, HOME: folder, SLUICE_URL: group.url, ADMIN_TOKEN_FILE: join(group.dataDir, 'admin-token') }
  const { stdout } = await promisify(execFile)('sh', ['ops/compose/make-prometheus-token.sh', file], { cwd: root, env })
  expect(stdout).toBe('')
  return readFileSync(file, 'utf8').trim()
}

it('makes a token that reads metrics and may change nothing, for its owner and its group alone', async () => {
  const token = await makeToken()
  expect((await ask(`${group.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  const { errors } = await graphql(group.url, token, 'mutation { updateSettings(input: { ratio: 3 }) { __typename } }')
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o640)
})

it('keeps a good one', async () => {
  expect(await makeToken()).toBe(await makeToken())
})

it.each([
  { when: 'it is no token of this Sluice', spoil: (file: string) => writeFileSync(file, 'no-token\n') },
  { when: 'it is lost', spoil: (file: string) => rmSync(file) },
])('makes another where $when', async ({ spoil }) => {
  const before = await makeToken()
  spoil(join(folder, 'token'))
  const after = await makeToken()
  expect(after).not.toBe(before)
  expect((await ask(`${group.url}/metrics`, { headers: { authorization: `Bearer ${after}` } })).status).toBe(200)
})
