/** Whether Redis works as needed, as the node saw it last. */
export type RedisPresence = {
  /** Host and port, for people. */
  readonly name: string
  /** Undefined: both connections work, and nothing was refused. */
  readonly awayBecause: string | undefined
}
