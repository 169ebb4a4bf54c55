import type { Socket } from 'node:net'

/** Pipelined requests of a connection that are answered in one turn of the event loop, so that the other connections have theirs. */
const MAX_IN_TURN = 64

type Queue = { answered: number; readonly waiting: (() => void)[] }

const queues = new WeakMap<Socket, Queue>()

/**
 * Answers a pipelined request: at once, or in a later turn. The connection is not read meanwhile, so what waits is bounded by
 * what Node reads in one piece (64 KiB).
 */
export function answerInTurn(socket: Socket, answer: () => void): void {
  const queue = queues.get(socket) ?? openQueue(socket)
  if (queue.answered < MAX_IN_TURN) {
    queue.answered += 1
    return answer()
  }
  if (queue.waiting.length === 0) holdBack(socket)
  queue.waiting.push(answer)
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
  const queue = { answered: 0, waiting: [] }
  queues.set(socket, queue)
  onNextTurn(() => goOn(socket, queue))
  return queue
}

function goOn(socket: Socket, queue: Queue): void {
  const answers = socket.destroyed ? [] : queue.waiting.splice(0, MAX_IN_TURN)
  for (const answer of answers) answer()
  if (answers.length === 0) return void queues.delete(socket)
  queue.answered = queue.waiting.length === 0 ? answers.length : MAX_IN_TURN
  if (queue.waiting.length === 0) readOn(socket)
  onNextTurn(() => goOn(socket, queue))
}

function onNextTurn(callback: () => void): void {
  // oxlint-disable-next-line no-restricted-globals -- no time is measured: it lets the other connections go first
  setImmediate(callback)
}
