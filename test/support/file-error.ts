/** As the file system fails. */
export function fileError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: the file system says so`), { code })
}
