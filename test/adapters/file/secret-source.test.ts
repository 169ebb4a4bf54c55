import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSecretSource } from '../../../src/adapters/file/secret-source.ts'

let parent: string
let folder: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sluice-secrets-'))
  folder = join(parent, 'secrets')
  await mkdir(folder)
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const file = (name: string, text = 'value'): Promise<void> => writeFile(join(folder, name), text)
const valueOf = async (reference: string, env: NodeJS.ProcessEnv = {}): Promise<string> => {
  const secret = await openSecretSource(folder, env).read(reference)
  return secret.kind === 'READ' ? secret.reveal() : `missing: ${secret.why}`
}

it.each<{ readonly what: string; readonly make?: () => Promise<unknown>; readonly reference: string; readonly told: string }>([
  { what: 'a file', make: () => file('a', 'value\n'), reference: 'file:a', told: 'value' },
  { what: 'a file with two values', make: () => file('a.b-c_d', 'new\nold\n'), reference: 'file:a.b-c_d', told: 'new' },
  {
    what: 'a link within the folder, as Kubernetes mounts secrets',
    make: async () => {
      await mkdir(join(folder, '..2026_11'))
      await file('..2026_11/a')
      await symlink('..2026_11', join(folder, '..data'))
      await symlink('..data/a', join(folder, 'a'))
    },
    reference: 'file:a',
    told: 'value',
  },
  {
    what: 'a link out of the folder',
    make: async () => {
      await writeFile(join(parent, 'a'), 'value')
      await symlink('../a', join(folder, 'a'))
    },
    reference: 'file:a',
    told: 'missing: it is a link out of SECRETS_DIR',
  },
  {
    what: 'a link to a folder whose name begins as this one’s',
    make: async () => {
      await mkdir(`${folder}-too`)
      await writeFile(`${folder}-too/a`, 'value')
      await symlink(`${folder}-too/a`, join(folder, 'a'))
    },
    reference: 'file:a',
    told: 'missing: it is a link out of SECRETS_DIR',
  },
  { what: 'nothing', reference: 'file:a', told: 'missing: no such file' },
  { what: 'a folder', make: () => mkdir(join(folder, 'a')), reference: 'file:a', told: 'missing: it is no file' },
  {
    what: 'a pipe that nobody writes to',
    make: async () => execFileSync('mkfifo', [join(folder, 'a')]),
    reference: 'file:a',
    told: 'missing: it is no file',
  },
  {
    what: 'a file that any user may write',
    make: async () => {
      await file('a')
      await chmod(join(folder, 'a'), 0o666)
    },
    reference: 'file:a',
    told: 'missing: any user may write it',
  },
  {
    what: 'a large file',
    make: () => file('a', 'x'.repeat(4_097)),
    reference: 'file:a',
    told: 'missing: it has more than 4096 bytes',
  },
  {
    what: 'a path upwards',
    make: () => writeFile(join(parent, 'a'), 'value'),
    reference: 'file:../a',
    told: 'missing: it is no reference to a secret',
  },
  { what: 'the folder above', reference: 'file:..', told: 'missing: it is no reference to a secret' },
  { what: 'the folder itself', reference: 'file:', told: 'missing: it is no reference to a secret' },
  { what: 'another variable', reference: 'env:JWT_SECRET', told: 'missing: it is no reference to a secret' },
  { what: 'a variable', reference: 'env:SLUICE_SECRET_A', told: 'value of A' },
  { what: 'a variable that is not set', reference: 'env:SLUICE_SECRET_B', told: 'missing: it is not set' },
])('of $what at $reference it tells: $told', async ({ make, reference, told }) => {
  await make?.()
  expect(await valueOf(reference, { SLUICE_SECRET_A: 'value of A', JWT_SECRET: 'another' })).toBe(told)
})

it('has no files without a folder, or with one that is away', async () => {
  expect(await openSecretSource(undefined, {}).read('file:a')).toEqual({ kind: 'MISSING', why: 'SECRETS_DIR is not set' })
  await rm(folder, { recursive: true })
  expect(await valueOf('file:a')).toBe('missing: no such file')
})
