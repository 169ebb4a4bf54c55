import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Longest path of a Unix socket: macOS takes 103 bytes, Linux 107. A longer one is cut, or refused by `listen`. */
const MAX_PATH_BYTES = 103

export type SocketPlace = { readonly path: string; readonly folder: string }

/**
 * Makes a fresh folder for a Unix socket that no other user can enter, in the first candidate that is writable and short enough.
 */
export function makeSocketFolder(candidates: readonly string[]): SocketPlace | undefined {
  for (const candidate of candidates) {
    const place = makeIn(candidate)
    if (place === undefined) continue
    if (Buffer.byteLength(place.path) <= MAX_PATH_BYTES) return place
    rmSync(place.folder, { recursive: true, force: true })
  }
  return undefined
}

function makeIn(parent: string): SocketPlace | undefined {
  try {
    const folder = mkdtempSync(join(parent, 'sluice-'))
    return { path: join(folder, 'control.sock'), folder }
  } catch {
    return undefined // the next candidate may do
  }
}
