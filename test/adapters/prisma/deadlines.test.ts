import { expect, it } from 'vitest'
import { deadlines } from '../../../src/adapters/prisma/deadlines.ts'

it('a deadline of the database comes before that of whoever waits for it, and all before the 5 s that the ports promise', () => {
  const { lockMs, transactionMs, connectMs, idleMs, silenceMs, answerMs, idleInTransactionMs, statementMs } = deadlines
  const inOrder = [lockMs, transactionMs, silenceMs, answerMs, statementMs]
  expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other))
  expect(connectMs + transactionMs).toBeLessThanOrEqual(silenceMs)
  expect(idleMs).toBeLessThan(silenceMs)
  expect(idleInTransactionMs).toBeGreaterThan(transactionMs)
  expect(answerMs).toBeLessThan(5_000) // what the ports promise
})
