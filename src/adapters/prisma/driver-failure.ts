/** Code and message of a driver's own error. */
export type DriverFailure = { readonly code?: string; readonly message: string }

/** A connection or a transaction of `@prisma/adapter-pg`, with the method through which all its failures go. */
type Queryable = { onError(error: unknown): never }

/**
 * Keeps the driver's own failure on each error of Prisma's adapter, which drops codes such as ECONNREFUSED. `isConnection`: pg's own
 * errors become lost connections, which Prisma would pass on as if they were bugs. In a transaction they stay as they are.
 */
export function keepDriverFailures<T>(adapter: T, isConnection: boolean): T {
  const queryable = adapter as T & Queryable
  const onError = queryable.onError.bind(queryable)
  queryable.onError = (error) => {
    try {
      return onError(error)
    } catch (worded) {
      const known = isConnection && !isDriverAdapterError(worded) ? connectionLost(worded) : (worded as Error)
      throw Object.assign(known, { driver: readDriverFailure(error) })
    }
  }
  return adapter
}

/** Whether all connections of the pool were in use for as long as a question waits for one. The server has nothing to do with it. */
export function isOfFullPool({ message }: DriverFailure): boolean {
  return message === 'timeout exceeded when trying to connect' // one that does not come says "connection timeout"
}

/** Finds the failure that `keepDriverFailures` kept; undefined: it has kept none. */
export function driverFailureOf(error: unknown): DriverFailure | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('driver' in error) return error.driver as DriverFailure
  const { meta } = error as { readonly meta?: { readonly driverAdapterError?: unknown } }
  return driverFailureOf(meta?.driverAdapterError)
}

function isDriverAdapterError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'DriverAdapterError'
}

function connectionLost(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  return Object.assign(new Error(message), { name: 'DriverAdapterError', cause: { kind: 'ConnectionClosed' } })
}

export function readDriverFailure(error: unknown): DriverFailure {
  if (!(error instanceof Error)) return { message: String(error) }
  const { message } = error
  return 'code' in error && typeof error.code === 'string' ? { code: error.code, message } : { message }
}
