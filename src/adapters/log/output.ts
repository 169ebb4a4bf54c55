import { fstatSync, writeSync } from 'node:fs'
import type { Writable } from 'node:stream'

/** Most bytes that wait for the reader of an output, or for room on the disk. */
const MAX_WAITING_BYTES = 262_144

/** Most bytes that POSIX promises to keep together on a pipe, which all processes of a node share. */
export const MAX_WHOLE_BYTES = 4_096

/** An output that no reader can hold up: one that hangs or is slow loses what comes meanwhile. */
export type Output = {
  /** Takes whole lines, and puts nothing of another process between up to `MAX_WHOLE_BYTES` of them. `onLost`: they got lost. */
  write(lines: string, onLost: () => void): void
}

export function openOutput(stream: Writable & { readonly fd?: number } = process.stdout): Output {
  return stream.fd !== undefined && fstatSync(stream.fd).isFile() ? openFileOutput(stream.fd) : openStreamOutput(stream)
}

/** Ignores errors of the stream: a terminal or reader may go, and ending for that would cut off requests. */
function openStreamOutput(stream: Writable): Output {
  const waiting: { readonly lines: string; readonly bytes: number; readonly onLost: () => void }[] = []
  let waitingBytes = 0
  stream.on('error', () => undefined)
  return {
    write(lines, onLost) {
      if (waitingBytes + stream.writableLength >= MAX_WAITING_BYTES) return onLost()
      const bytes = Buffer.byteLength(lines)
      waiting.push({ lines, bytes, onLost })
      waitingBytes += bytes
      writeOn()
    },
  }

  /** Hands over one text at a time: a stream would join those that it holds into one write, which a pipe may cut anywhere. */
  function writeOn(): void {
    while (stream.writableLength === 0) {
      const next = waiting.shift()
      if (next === undefined) return
      waitingBytes -= next.bytes
      stream.write(next.lines, (error) => {
        if (error) next.onLost()
        writeOn()
      })
    }
  }
}

/** Writes by itself, since Node takes a write for done that a full disk cut short. What does not fit waits for the next write. */
function openFileOutput(fd: number): Output {
  let waiting: Buffer = Buffer.alloc(0)
  return {
    write(lines, onLost) {
      if (waiting.length >= MAX_WAITING_BYTES) writeOn()
      if (waiting.length >= MAX_WAITING_BYTES) return onLost()
      waiting = Buffer.concat([waiting, Buffer.from(lines)])
      writeOn()
    },
  }

  /** A line that was cut short is written again whole, on a new line: another process may have written behind it. */
  function writeOn(): void {
    let written = 0
    try {
      while (written < waiting.length) written += writeSync(fd, waiting, written)
    } catch {
      const cutAt = waiting.subarray(0, written).lastIndexOf('\n') + 1
      waiting = Buffer.concat([Buffer.from(cutAt < written ? '\n' : ''), waiting.subarray(cutAt)])
      return
    }
    waiting = Buffer.alloc(0)
  }
}
