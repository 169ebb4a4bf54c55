/**
 * Most requests over all connections in one turn of the event loop. At some 15 µs each it takes 4 ms. Then timers run and new
 * connections are accepted, however many clients ask without a pause.
 */
const MAX_IN_TURN = 256
/** Requests after which the end of the turn is awaited: where few ask, awaiting each would cost a tenth of a redirect. */
const FREE_OF_CHARGE = 32

let begun = 0
/** The rest of the turn waits. */
let isSpent = false
let isEndAwaited = false
const waiting: (() => void)[] = []

/** Counts a request that may be answered in this turn. False: it has to wait, see `inLaterLoopTurn`. */
export function takeLoopTurn(): boolean {
  isSpent ||= !hasRoom()
  if (!isSpent) countInLoopTurn()
  return !isSpent
}

/** Counts a request that is answered in this turn anyhow. */
export function countInLoopTurn(): void {
  begun += 1
  if (begun >= FREE_OF_CHARGE) awaitEnd()
}

/**
 * Calls it in a later turn, in the order of the calls. What it answers it has to count. libuv reads up to 48 times 1,024 connections
 * in one turn while they have something; clients that wait have nothing, so the turn ends.
 */
export function inLaterLoopTurn(goOn: () => void): void {
  waiting.push(goOn)
  awaitEnd()
}

function awaitEnd(): void {
  if (isEndAwaited) return
  isEndAwaited = true
  // oxlint-disable-next-line no-restricted-globals -- no time is measured: it lets timers and new connections go first
  setImmediate(endTurn)
}

/** Lets some of those who wait go on, if the turn has room for them, and begins the next one. */
function endTurn(): void {
  const due = waiting.length // those who come to wait meanwhile have the next turn
  let called = 0
  for (; called < due && hasRoom(); called += 1) waiting[called]?.()
  waiting.splice(0, called)
  isSpent = called < due
  begun = 0
  isEndAwaited = false
  if (waiting.length > 0) awaitEnd()
}

function hasRoom(): boolean {
  return begun < MAX_IN_TURN
}
