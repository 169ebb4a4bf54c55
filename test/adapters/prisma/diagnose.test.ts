import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { diagnose } from '../../../src/adapters/prisma/diagnose.ts'
import { fileError } from '../../support/file-error.ts'

let dataDir: string
beforeAll(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'sluice-diagnose-'))))
afterAll(() => rm(dataDir, { recursive: true }))

it.each([
  { cause: fileError('EMFILE'), reason: 'MACHINE_LIMIT', says: 'ulimit -n' },
  { cause: fileError('ENFILE'), reason: 'MACHINE_LIMIT', says: 'fs.file-max' },
  { cause: fileError('ENOMEM'), reason: 'MACHINE_LIMIT', says: 'memory' },
  { cause: fileError('EAGAIN'), reason: 'MACHINE_LIMIT', says: 'ulimit -u' },
  { cause: fileError('EIO'), reason: 'MACHINE_LIMIT', says: 'check the disk' },
  {
    cause: new Error('could not open file "base/5/1": No file descriptors available'),
    reason: 'MACHINE_LIMIT',
    says: 'ulimit -n',
  },
  {
    cause: new Error('could not open file "base/5/1": Too many open files in system'),
    reason: 'MACHINE_LIMIT',
    says: 'fs.file-max',
  },
  { cause: new RangeError('WebAssembly.Memory(): could not allocate memory'), reason: 'MACHINE_LIMIT', says: 'memory' },
  { cause: new Error('could not read file "base/5/1": I/O error'), reason: 'MACHINE_LIMIT', says: 'check the disk' },
  { cause: new Error('could not write file "pg_wal/1": No space left on device'), reason: 'DISK_FULL', says: 'make room' },
  { cause: fileError('EROFS'), reason: 'NO_ACCESS', says: 'give the user the folder' },
  { cause: new Error('could not locate a valid checkpoint record at 0/1'), reason: 'DAMAGED', says: 'move it away' },
  { cause: new Error('could not read file "global/pg_control": read 0 of 296'), reason: 'DAMAGED', says: 'move it away' },
  { cause: new Error('invalid page in block 0 of relation "base/5/1255"'), reason: 'DAMAGED', says: 'move it away' },
  { cause: new Error('Aborted(). Build with -sASSERTIONS for more info.'), reason: 'NOT_OPENED', says: 'Aborted()' },
  { cause: 'unheard of', reason: 'NOT_OPENED', says: 'unheard of' },
])('$cause is $reason', async ({ cause, reason, says }) => {
  const unusable = await diagnose(dataDir, join(dataDir, 'database'), cause)
  expect(unusable).toMatchObject({ reason, message: expect.stringContaining(says), cause })
  expect(unusable.message.includes('move it away')).toBe(reason === 'DAMAGED')
})
