/** Turns of this process's event loop since it started, and the milliseconds in which it did not wait. */
export type LoopTurns = { readonly turns: number; readonly busyMs: number }

export type ReadLoopTurns = () => LoopTurns
