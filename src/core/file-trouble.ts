/** Error code of the operating system, such as ENOSPC; undefined for an error of another kind. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z\d]+$/.test(error.code)
    ? error.code
    : undefined
}

/** Says how to mend a failed write to a file of `DATA_DIR`; a caller may append "and …". */
export function fileRemedy(error: unknown): string {
  return remedies[errnoOf(error) ?? ''] ?? 'mend what it says'
}

const grantAccess = 'let the user that runs Sluice write DATA_DIR and all that is in it'
const clearTheWay = 'move away what stands in the place of the file or its folder'
const freeDisk = 'free some disk space'
const checkDisk = 'check the disk of DATA_DIR'

const remedies: Readonly<Record<string, string>> = {
  EACCES: grantAccess,
  EPERM: grantAccess,
  EROFS: 'mount the file system of DATA_DIR so that it can be written',
  EISDIR: clearTheWay,
  ENOTDIR: clearTheWay,
  EEXIST: clearTheWay,
  ENOTEMPTY: clearTheWay,
  ELOOP: clearTheWay,
  ENXIO: clearTheWay,
  ENOSPC: freeDisk,
  EDQUOT: freeDisk,
  EFBIG: 'move away what is too large, or raise the limit on the size of a file (ulimit -f)',
  EMFILE: 'raise the limit of open files (ulimit -n)',
  ENFILE: 'raise the limit of open files of the machine (fs.file-max)',
  ENOMEM: 'free some memory',
  EAGAIN: 'raise the limit of processes and threads (ulimit -u)',
  EIO: checkDisk,
  ESTALE: checkDisk,
}
