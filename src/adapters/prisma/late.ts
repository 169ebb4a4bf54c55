import { deadlines } from './deadlines.ts'

/** Prisma's limits: until a transaction has begun, and until it has ended. */
export const transactionLimits = { maxWait: deadlines.connectMs, timeout: deadlines.transactionMs }

/** The store or the server gave no answer in time. */
export class Late extends Error {
  constructor(withinMs: number) {
    super(`no answer within ${withinMs / 1_000} s`)
  }
}

/** Whether Prisma gave a transaction up by its own limits: P2028. */
export function isGivenUp(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'P2028'
}

/** Whether a failure of `inTime` means that the store gave no answer: to us, or to Prisma (P2028). */
export function isLate(failure: unknown): boolean {
  const cause = failure instanceof Error ? failure.cause : undefined
  return cause instanceof Late || isGivenUp(cause)
}
