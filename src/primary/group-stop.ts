import { rmSync } from 'node:fs'
import { isFinal } from '../core/exit-codes.ts'
import { DRAIN_MS } from '../core/http-limits.ts'
import type { Clock } from '../ports/clock.ts'
import type { ChildSlot } from './child-slot.ts'
import type { ListeningSocket } from './listening-socket.ts'
import type { Workers } from './workers.ts'

export type GroupStopParts = {
  readonly clock: Clock
  readonly preStopMs: number
  /** A fresh folder of the control socket, removed with the group. */
  readonly folder: string | undefined
  readonly control: ChildSlot
  readonly workers: Workers
  readonly socket: ListeningSocket
  /** Whether every worker has listened: before, a signal ends the group at once. */
  readonly isReady: () => boolean
  /** Called when the stop begins, with the milliseconds for which requests are served as before. */
  readonly onStop: (preStopMs: number) => void
  readonly exit: (code: number) => never
}

/** Ends the group: reports not ready at once, serves for a while, then drains and leaves. */
export type GroupStop = {
  stage(): 'NO' | 'PRE_STOP' | 'LEAVING'
  /** Begins the stop; a second call changes nothing. */
  terminate(): void
  /** Skips the pre-stop wait; a second time leaves at once. */
  interrupt(): void
  /** Notes the end of a child. Its exit code may end the group, and so may the end of the last child. */
  hearEnd(code: number | null): void
}

/** Signals closer together than this are one: a Ctrl-C reaches the whole group from the terminal, and again from npm. */
const SAME_SIGNAL_MS = 500

export function openGroupStop(parts: GroupStopParts): GroupStop {
  const { clock, control, workers, isReady } = parts
  let stage: 'NO' | 'PRE_STOP' | 'LEAVING' = 'NO'
  let interruptedMonoMs: number | undefined
  let cancelPreStop = (): void => undefined

  return {
    stage: () => stage,
    terminate() {
      if (!isReady()) leaveAtOnce(0)
      if (stage === 'NO') preStop(parts.preStopMs)
    },
    interrupt() {
      if (!isReady()) leaveAtOnce(0)
      if (interruptedMonoMs !== undefined && clock.nowMonoMs() - interruptedMonoMs > SAME_SIGNAL_MS) leaveAtOnce(130)
      interruptedMonoMs ??= clock.nowMonoMs()
      if (stage !== 'LEAVING') preStop(0)
    },
    hearEnd(code) {
      if (!isReady() && stage === 'NO' && isFinal(code)) leaveAtOnce(code)
      if (stage === 'LEAVING' && !control.running() && !workers.running()) finish(0)
    },
  }

  /** Reports not ready at once, and serves for a while so that load balancers notice. */
  function preStop(delayMs: number): void {
    if (stage === 'NO') parts.onStop(delayMs)
    stage = 'PRE_STOP'
    cancelPreStop()
    workers.endRoll()
    workers.send({ kind: 'DRAIN' })
    control.send({ kind: 'DRAIN' })
    cancelPreStop = clock.after(delayMs, leave)
  }

  function leave(): void {
    stage = 'LEAVING'
    control.retire()
    parts.socket.close()
    workers.stop()
    control.send({ kind: 'STOP' })
    clock.after(DRAIN_MS, () => leaveAtOnce(0))
  }

  function leaveAtOnce(code: number): never {
    control.retire()
    control.kill()
    workers.kill()
    return finish(code)
  }

  function finish(code: number): never {
    if (parts.folder !== undefined) rmSync(parts.folder, { recursive: true, force: true })
    return parts.exit(code)
  }
}
