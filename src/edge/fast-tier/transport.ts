import type { Server, Socket } from 'node:net'

/** A client's connection as the fast tier sees it, whichever way its bytes come and go. */
export type Channel = {
  /** Writes text, one byte a character. Tells whether all of it has left this process; else `sent` follows. */
  write(text: string): boolean
  /** Reads no further until `readOn`. */
  holdBack(): void
  readOn(): void
  /** Answers that are small and follow each other go out at once. */
  setNoDelay(): void
  /** Address of the peer, as Node writes it; undefined once the connection is gone. */
  readonly remoteAddress: string | undefined
  /**
   * Gives the connection, as a socket that reads this text and then on, to the listeners of `connection` that the server had before.
   * The channel is over: nothing more is heard of it.
   */
  handOver(rest: string | undefined): Socket
  /** Ends the connection at once: what has not left this process is lost. */
  destroy(): void
}

/** Hears of the connections of a transport. `Visit` is what the tier keeps of each. */
export type ChannelListener<Visit> = {
  opened(channel: Channel): Visit
  /** The first so many bytes of a buffer came; another piece will overwrite them. */
  received(visit: Visit, buffer: Buffer, length: number): void
  /** The client has ended its side. */
  ended(visit: Visit): void
  /** All that was written has left this process. */
  sent(visit: Visit): void
  /** The connection is gone, by whomever. */
  closed(visit: Visit): void
}

/** Way in which bytes of connections come and go. */
export type Transport = {
  readonly name: 'public' | 'handles'
  /** Takes the connections of a server, whenever it listens. To be called before it does. */
  takeConnections<Visit>(server: Server, listener: ChannelListener<Visit>): void
}
