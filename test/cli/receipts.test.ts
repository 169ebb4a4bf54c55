import { expect, it } from 'vitest'
import { isTaken, type Receipts } from '../../src/cli/change/receipts.ts'

const receipts = (states: string): Receipts =>
  states.split(' ').map((told, index) => {
    const [state = 'READY', runs] = told.split(':')
    const facts = { node: 'a:1', revision: 2, afterMs: 0, problem: null }
    return { id: `worker-${index + 1}`, state: state as Receipts[number]['state'], isRunning: runs === 'yes', ...facts }
  })

it.each([
  { workers: 'READY:yes READY:yes', canary: null, taken: true },
  { workers: 'READY:yes READY:no', canary: null, taken: false },
  { workers: 'READY:yes REFUSED:no', canary: null, taken: false },
  { workers: 'READY:yes LOST:no STARTING:no DRAINING:no', canary: null, taken: true },
  { workers: 'READY:yes READY:no', canary: { state: 'RUNNING', workers: 1 }, taken: true },
  { workers: 'READY:no READY:no', canary: { state: 'RUNNING', workers: 1 }, taken: false },
  { workers: 'READY:yes READY:no', canary: { state: 'PROMOTED', workers: 1 }, taken: false },
])('of $workers with the canary $canary the revision is taken: $taken', ({ workers, canary, taken }) => {
  expect(isTaken(receipts(workers), canary)).toBe(taken)
})
