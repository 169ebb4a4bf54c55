import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { WorkerIdentity } from '../../ports/worker-fleet.ts'
import type { RecordingAnswer } from '../../ports/worker-link.ts'

// Records pass the primary by, as bytes: as JSON over its channel each cost the three processes 150 ms of CPU beside redirects.

/** Most bytes of one: 20,000 rows take 1.4 MB, their texts at most some more. */
const MAX_BYTES = 16 * 2 ** 20
/** Longest time in which nothing comes: all of a simulation, which gets no core where others want them. */
const IDLE_MS = 5_000
/** Most that come at once: more than a node has workers. */
const MAX_CONNECTIONS = 1_000

type Sent = { readonly worker: WorkerIdentity; readonly answer: RecordingAnswer }

/** Sends a record to the process that has this socket. It may get lost with either of both processes. */
export function sendRecording(path: string, sent: Sent): void {
  const socket = connect(path)
  socket.on('error', () => socket.destroy())
  socket.setTimeout(IDLE_MS, () => socket.destroy())
  socket.end(serialize(sent))
}

/** Resolves once workers can send records to this socket, to what closes it. */
export async function listenForRecordings(path: string, listener: (sent: Sent) => void): Promise<() => void> {
  removeSocket(path) // of a process that was killed
  const server = createServer((socket) => void receive(socket, listener))
  server.maxConnections = MAX_CONNECTIONS
  server.listen(path).unref()
  await once(server, 'listening')
  return () => void server.close()
}

/** Removes the file of a socket that nobody listens on. */
export function removeSocket(path: string): void {
  if (process.platform !== 'win32') rmSync(path, { force: true })
}

/**
 * Names the socket of a process beside that of the control process, in the folder that no other user can look into. Its path is at most
 * as long as that one: paths of sockets are short, see socket-folder.ts.
 */
export function recordsSocketOf(controlSocket: string, pid?: number): string {
  const name = pid === undefined ? 'records' : String(pid)
  return process.platform === 'win32' ? `${controlSocket}-${name}` : join(dirname(controlSocket), `${name}.sock`)
}

async function receive(socket: Socket, listener: (sent: Sent) => void): Promise<void> {
  const sent = await readWhole(socket)
  if (sent !== undefined) listener(sent)
}

/** Undefined: its worker ended meanwhile, of which others tell, or sent too much. */
async function readWhole(socket: Socket): Promise<Sent | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  socket.setTimeout(IDLE_MS, () => socket.destroy())
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MAX_BYTES) return undefined
      chunks.push(chunk)
    }
    return deserialize(Buffer.concat(chunks)) as Sent
  } catch {
    return undefined
  }
}
