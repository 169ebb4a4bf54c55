import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Of the path of a Unix socket: macOS takes 103 bytes, Linux 107. A longer one is cut or refused when somebody listens there. */
const MAX_PATH_BYTES = 103

export type SocketPlace = { readonly path: string; readonly folder: string }

/** A Unix socket's path in a fresh folder that nobody else can enter, in the first of these that is short enough and can be written. */
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
    return undefined // the next one may do
  }
}
