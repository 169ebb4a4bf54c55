import type { Socket } from 'node:net'

/** Pipelined requests of a connection that are answered in one turn of the event loop, so that the other connections have theirs. */
const MAX_IN_TURN = 64

type Queue = {
  answered: number
  /** An answer is under way that others come to: no other request of this connection is begun. */
  isOccupied: boolean
  /** It goes on in the next turn. */
  isDue: boolean
  readonly waiting: (() => void)[]
}

const queues = new WeakMap<Socket, Queue>()

/**
 * Answers a pipelined request: at once, in a later turn, or when the connection is no longer occupied. The connection is not
 * read meanwhile, so what waits is bounded by what Node reads in one piece (64 KiB).
 */
export function answerInTurn(socket: Socket, answer: () => void): void {
  const queue = queues.get(socket) ?? openQueue(socket)
  if (mayAnswer(queue) && queue.waiting.length === 0) {
    queue.answered += 1
    return answer()
  }
  if (queue.waiting.length === 0) holdBack(socket)
  queue.waiting.push(answer)
}

/** Lets the requests behind this one wait until the returned function is called: their answers would pile up behind its own. */
export function occupy(socket: Socket): () => void {
  const queue = queues.get(socket) ?? openQueue(socket)
  queue.isOccupied = true
  return () => {
    queue.isOccupied = false
    goOnNextTurn(socket, queue)
  }
}

function mayAnswer({ isOccupied, answered }: Queue): boolean {
  return !isOccupied && answered < MAX_IN_TURN
}

function holdBack(socket: Socket): void {
  socket.pause()
  socket.on('resume', holdBackAgain)
}

/** Node itself pauses and resumes a connection by what is still to be written there. */
function holdBackAgain(this: Socket): void {
  this.pause()
}

function readOn(socket: Socket): void {
  socket.off('resume', holdBackAgain)
  socket.resume()
}

function openQueue(socket: Socket): Queue {
  const queue: Queue = { answered: 0, isOccupied: false, isDue: false, waiting: [] }
  queues.set(socket, queue)
  goOnNextTurn(socket, queue)
  return queue
}

function goOnNextTurn(socket: Socket, queue: Queue): void {
  if (queue.isDue) return
  queue.isDue = true
  // oxlint-disable-next-line no-restricted-globals -- no time is measured: it lets the other connections go first
  setImmediate(() => {
    queue.isDue = false
    goOn(socket, queue)
  })
}

function goOn(socket: Socket, queue: Queue): void {
  if (queue.isOccupied && !socket.destroyed) return
  if (socket.destroyed) queue.waiting.length = 0
  queue.answered = 0
  const hasWaited = queue.waiting.length > 0
  while (mayAnswer(queue) && queue.waiting.length > 0) {
    queue.answered += 1
    queue.waiting.shift()?.()
  }
  if (hasWaited && queue.waiting.length === 0) readOn(socket)
  if (queue.answered === 0) queues.delete(socket)
  else if (!queue.isOccupied) goOnNextTurn(socket, queue)
}
