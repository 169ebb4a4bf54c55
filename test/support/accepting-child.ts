// Gets the handles of one socket, listens on all of them, connects 64 times and tells how many connections each turn has accepted.
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Server } from 'node:net'
import { openAcceptors } from '../../src/edge/acceptors.ts'

const CONNECTIONS = 64
const handles: Server[] = []
process.on('message', ({ count }: { readonly count: number }, handle) => {
  handles.push(handle as Server)
  if (handles.length === count) accept()
})

function accept(): void {
  const turns: number[] = []
  let [turn, accepted] = [0, 0]
  const server = createServer()
  server.on('connection', () => {
    if (turn === 0) setImmediate(endTurn)
    turn += 1
    accepted += 1
  })
  server.once('listening', () => {
    const { port } = server.address() as AddressInfo
    for (let count = 0; count < CONNECTIONS; count += 1) connect(port, '127.0.0.1')
  })
  const acceptors = openAcceptors(server, () => undefined)
  for (const handle of handles) acceptors.listen(handle)

  function endTurn(): void {
    turns.push(turn)
    turn = 0
    if (accepted === CONNECTIONS) process.send?.(turns)
  }
}
