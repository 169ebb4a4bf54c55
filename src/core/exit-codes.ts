/** Exit codes that a process group ends with before it is ready, from BSD's sysexits.h. */
export const exitCodes = {
  /** EX_USAGE: a bad setting. */
  badSettings: 64,
  /** EX_UNAVAILABLE: another program has the port. */
  portInUse: 69,
  /** EX_CANTCREAT: another process has the data folder. */
  dataFolderInUse: 73,
} as const

/** Whether a child would end with this code again. It is not restarted, and the group ends with the same code. */
export function isFinal(code: number | null): code is number {
  return code === exitCodes.badSettings || code === exitCodes.portInUse || code === exitCodes.dataFolderInUse
}
