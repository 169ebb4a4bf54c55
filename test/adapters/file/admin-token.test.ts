import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readOrCreateAdminToken } from '../../../src/adapters/file/admin-token.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-token-'))
})
afterEach(() => rm(root, { recursive: true }))

it('makes 32 random bytes in base64url, for this user alone, in a folder that it makes', async () => {
  const dataDir = join(root, 'a', 'b')
  const token = await readOrCreateAdminToken(dataDir)
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(await readFile(join(dataDir, 'admin-token'), 'utf8')).toBe(`${token}\n`)
  expect((await stat(join(dataDir, 'admin-token'))).mode & 0o777).toBe(0o600)
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  expect(await readdir(dataDir)).toEqual(['admin-token'])
})

it('makes another one for another folder, and the same one for the same', async () => {
  const first = await readOrCreateAdminToken(join(root, '1'))
  expect(await readOrCreateAdminToken(join(root, '2'))).not.toBe(first)
  expect(await readOrCreateAdminToken(join(root, '1'))).toBe(first)
})

it('takes one that somebody put there, without the white space around it', async () => {
  const token = 'my-own_token~of.32+characters/==' // what RFC 6750 allows
  await writeFile(join(root, 'admin-token'), `  ${token}\r\n`)
  expect(await readOrCreateAdminToken(root)).toBe(token)
})

it.each(['', '\n', 'short', 'x'.repeat(31), `${'x'.repeat(20)} ${'x'.repeat(20)}`, 'é'.repeat(40)])(
  'refuses %j, which can be guessed or can not be sent, and leaves it alone',
  async (text) => {
    await writeFile(join(root, 'admin-token'), text)
    const refusal = await readOrCreateAdminToken(root).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ name: 'AdminTokenUnusable', message: expect.stringContaining(join(root, 'admin-token')) })
    expect(await readFile(join(root, 'admin-token'), 'utf8')).toBe(text)
  },
)

it('does not show the one that it refuses', async () => {
  await writeFile(join(root, 'admin-token'), 'a-secret')
  expect(String(await readOrCreateAdminToken(root).catch((error: unknown) => error))).not.toContain('a-secret')
})
