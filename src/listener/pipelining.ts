import type { Socket } from 'node:net'
import { countInLoopTurn, inLaterLoopTurn, takeLoopTurn } from './loop-turn.ts'

/** Most pipelined requests of a connection in one turn of the event loop, so that the other connections have their turns. */
const MAX_IN_TURN = 64

type Queue = {
  answered: number
  /** A slow answer is under way: no other request of this connection is begun. */
  isOccupied: boolean
  /** The queue goes on in the next turn. */
  isDue: boolean
  readonly waiting: (() => void)[]
}

const queues = new WeakMap<Socket, Queue>()

/**
 * Answers a pipelined request: at once, in a later turn, or when the connection is no longer occupied. The connection is not read
 * meanwhile, so the queue is bounded by Node's read size (64 KiB).
 */
export function answerInTurn(socket: Socket, answer: () => void): void {
  const queue = queues.get(socket) ?? openQueue(socket)
  if (mayAnswer(queue) && queue.waiting.length === 0 && takeLoopTurn()) {
    queue.answered += 1
    return answer()
  }
  if (queue.waiting.length === 0) holdBack(socket)
  queue.waiting.push(answer)
}

/**
 * Holds later requests of the connection back until the returned function is called: their answers would pile up behind this one.
 */
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

/** Pauses again, since Node itself resumes a connection when its pending writes are done. */
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
  inLaterLoopTurn(() => {
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
    countInLoopTurn()
    queue.waiting.shift()?.()
  }
  if (hasWaited && queue.waiting.length === 0) readOn(socket)
  if (queue.answered === 0) queues.delete(socket)
  else if (!queue.isOccupied) goOnNextTurn(socket, queue)
}
