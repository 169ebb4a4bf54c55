const STEP = 5
const LEAST = 5

/** The room that counts where so much of a capacity is free, in percent: in steps, and never none, so that a CDN keeps a weight. */
export function roomLevel(freePercent: number): number {
  return Math.max(LEAST, Math.round(freePercent / STEP) * STEP)
}

/** Whether a difference is too small to move the room. */
export function isSameRoom(freePercent: number, roomPercent: number): boolean {
  return Math.abs(freePercent - roomPercent) < STEP
}
