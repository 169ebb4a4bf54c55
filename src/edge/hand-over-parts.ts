import type { Socket } from 'node:net'
import type { AddressOf } from '../listener/client-address.ts'
import type { Draining } from '../listener/guarded-server.ts'
import type { Clock } from '../ports/clock.ts'
import type { ControlShare } from './control-share.ts'

export type HandOverParts = {
  /** Path of the socket on which the control process listens. */
  readonly socketPath: string
  readonly state: Draining
  readonly addressOf: AddressOf
  readonly clock: Clock
  readonly share: ControlShare
  /** Notes a connection to the control process: it costs an open file, as those of clients do. */
  readonly onConnection: (socket: Socket) => void
}
