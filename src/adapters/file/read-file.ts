import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** A thousand CDNs with the longest URLs take a twentieth of this. */
const MAX_BYTES = 64 * 1024 * 1024

/** Reads a file of the data folder as text. Rejects anything but a file: reading a pipe would never end. */
export async function readTextFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)) // Windows has neither flag nor pipes
  try {
    const found = await file.stat()
    if (found.isDirectory()) throw makeFileError('EISDIR', 'it is a folder, not a file')
    if (!found.isFile()) throw makeFileError('ENXIO', 'it is a pipe or a device, not a file')
    if (found.size > MAX_BYTES) throw makeFileError('EFBIG', `it has ${found.size} bytes, allowed are ${MAX_BYTES}`)
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

function makeFileError(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${message}`), { code })
}
