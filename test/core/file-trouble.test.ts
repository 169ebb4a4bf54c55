import { describe, expect, it } from 'vitest'
import { errnoOf, fileRemedy } from '../../src/core/file-trouble.ts'

const failedWith = (code: unknown): Error => Object.assign(new Error('it failed'), { code })

describe('the remedy of a file that could not be written', () => {
  it.each([
    { codes: ['ENOSPC', 'EDQUOT'], says: 'free some disk space' },
    { codes: ['EACCES', 'EPERM'], says: 'let the user that runs Sluice write DATA_DIR' },
    { codes: ['EROFS'], says: 'mount the file system' },
    { codes: ['EISDIR', 'ENOTDIR', 'EEXIST'], says: 'move away what stands in the place' },
    { codes: ['EMFILE'], says: 'ulimit -n' },
    { codes: ['ENFILE'], says: 'fs.file-max' },
    { codes: ['ENOMEM'], says: 'memory' },
    { codes: ['EIO'], says: 'check the disk' },
    { codes: ['EXDEV', 'P2002', undefined, 7], says: 'mend what it says' },
  ])('for $codes: $says', ({ codes, says }) => {
    for (const code of codes) expect(fileRemedy(failedWith(code))).toContain(says)
  })

  it('names room on the disk for nothing but a disk without room', () => {
    for (const code of ['EACCES', 'EISDIR', 'EROFS', 'EMFILE', 'EIO', undefined])
      expect(fileRemedy(failedWith(code))).not.toContain('disk space')
  })
})

it.each([
  { error: failedWith('EACCES'), errno: 'EACCES' },
  { error: failedWith('P2002'), errno: undefined },
  { error: failedWith('ERR_INVALID_ARG_TYPE'), errno: undefined },
  { error: 'EACCES', errno: undefined },
])('is of the operating system: $error as $errno', ({ error, errno }) => {
  expect(errnoOf(error)).toBe(errno)
})
