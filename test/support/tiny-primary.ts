// The primary of a process group whose children run `tiny-child.ts`, with time that the test moves over IPC.
import { fileURLToPath } from 'node:url'
import { openListeningSocket } from '../../src/primary/listening-socket.ts'
import { startProcessGroup } from '../../src/primary/process-group.ts'
import type { RollState } from '../../src/primary/rolls.ts'
import { fixedClock } from './fixed-clock.ts'

export type PrimaryEvent =
  | { readonly kind: 'READY'; readonly port: number }
  | {
      readonly kind: 'GONE'
      readonly name: string
      readonly pid: number
      readonly code: number | null
      readonly signal: string | null
    }
  | { readonly kind: 'ROLLS'; readonly state: RollState }
  | { readonly kind: 'SILENT'; readonly name: string; readonly pid: number }
  | { readonly kind: 'STOPPING'; readonly preStopMs: number }
  | { readonly kind: 'ADVANCED' }

const tell = (event: PrimaryEvent): void => void process.send?.(event)
const clock = fixedClock()
const socket = await openListeningSocket(0, '127.0.0.1')

process.on('message', (ms: number) => void clock.advance(ms).then(() => tell({ kind: 'ADVANCED' })))
startProcessGroup({
  clock,
  socket,
  mainPath: fileURLToPath(new URL('tiny-child.ts', import.meta.url)),
  childSettings: {},
  workers: Number(process.env['TINY_WORKERS']),
  preStopMs: 5_000,
  silenceMs: Number(process.env['TINY_SILENCE_MS']),
  controlSocket: { path: '', folder: process.env['TINY_FOLDER'] },
  isTerminalGone: () => process.env['TINY_TERMINAL'] === 'GONE',
  onLive: () => undefined,
  onRolls: (state) => tell({ kind: 'ROLLS', state }),
  onSilent: (name, pid) => tell({ kind: 'SILENT', name, pid }),
  onReady: () => tell({ kind: 'READY', port: socket.port }),
  onChildGone: (name, pid, code, signal) => tell({ kind: 'GONE', name, pid, code, signal }),
  onStop: (preStopMs) => tell({ kind: 'STOPPING', preStopMs }),
  exit: (code) => process.exit(code),
})
