/** Groups of errors that a person should look at. */
export type ErrorGroup = 'UNHANDLED_ERROR' | 'REFUSED_REVISION' | 'FAILED_PUBLISH' | 'STORE_TROUBLE'

/** Process in which an error happened. */
export type ErrorSource = {
  readonly process: 'primary' | 'control' | 'worker'
  /** Id of a worker. */
  readonly worker?: string | undefined
  readonly revision?: number | undefined
}

/** An error as one process of the group tells it to another. Not yet scrubbed. */
export type ErrorReport = ErrorSource & {
  readonly group: ErrorGroup
  readonly type: string
  readonly message: string
  /** Lines of V8, or nothing. */
  readonly stack: string
}

const MAX_MESSAGE = 2_000
const MAX_STACK = 8_000

/** Describes whatever was thrown, or a line that tells of trouble; long ones are cut. */
export function describeError(group: ErrorGroup, error: unknown, source: ErrorSource): ErrorReport {
  const { name, message, stack = '' } = error instanceof Error ? error : { name: group, message: String(error) }
  return { ...source, group, type: name.slice(0, 100), message: message.slice(0, MAX_MESSAGE), stack: stack.slice(0, MAX_STACK) }
}
