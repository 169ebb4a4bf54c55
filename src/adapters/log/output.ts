import type { Writable } from 'node:stream'

/** Most bytes that wait for the reader of an output. */
const MAX_UNREAD_BYTES = 262_144

/** An output that no reader can hold up: one that hangs or is slow loses what comes meanwhile. */
export type Output = {
  /** Returns whether the text was taken. */
  write(text: string): boolean
}

/** Ignores errors of the stream: a terminal or reader may go, and ending for that would cut off requests. */
export function openOutput(stream: Writable = process.stdout): Output {
  stream.on('error', () => undefined)
  return {
    write(text) {
      const hasRoom = stream.writableLength < MAX_UNREAD_BYTES
      if (hasRoom) stream.write(text)
      return hasRoom
    },
  }
}
