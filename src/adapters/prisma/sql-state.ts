/**
 * Returns the SQLSTATE of a server's answer, wherever Prisma has put it; undefined when the error is no such answer. Prisma wraps a
 * raw query (P2010), but neither a COMMIT nor PGlite's own errors.
 */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { meta, cause, code, severity } = error as Error & Readonly<Record<'meta' | 'code' | 'severity', unknown>>
  if (typeof severity === 'string' && typeof code === 'string') return code // EPIPE has five letters, too
  if (hasField(meta, 'driverAdapterError')) return sqlStateOf(meta.driverAdapterError)
  return hasField(cause, 'originalCode') && typeof cause.originalCode === 'string' ? cause.originalCode : undefined
}

function hasField<Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, unknown>> {
  return typeof value === 'object' && value !== null && name in value
}
