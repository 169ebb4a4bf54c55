import { fail, ok, type Result } from '../../core/result.ts'

/** Step that puts a committed change on this node's disk. */
export type DurableStep = {
  /** Text for the log and the caller: `revision 7 is live but could not be made durable`. */
  readonly failure: string
  /** Tells a caller how to have it written once more. */
  readonly again: string
  readonly write: () => Promise<void>
  /** Tells all nodes, since the change holds. */
  readonly announce: () => void
}

/** Writes a change to disk, and announces it in any case. Fails with NOT_DURABLE. */
export async function makeDurable(
  { failure, again, write, announce }: DurableStep,
  onProblem: (message: string, error: unknown) => void,
): Promise<Result<undefined>> {
  try {
    await write()
    return ok(undefined)
  } catch (error) {
    onProblem(failure, error)
    const remedy = `${failure}; make room in DATA_DIR of this node, or mend it as its log says, and ${again}`
    return fail({ code: 'NOT_DURABLE', remedy })
  } finally {
    announce()
  }
}
