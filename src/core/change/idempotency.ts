import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { sha256Of } from '../config/canonical.ts'

/** A key that a caller chose for one request; sending the request again with this key changes nothing. */
export type Idempotency = {
  readonly key: string
  /** Hexadecimal SHA-256 of the request: a different request with the same key is a mistake. */
  readonly fingerprint: string
}

/** Parses the key and hashes the whole `request`; undefined without a key. Fails with IDEMPOTENCY_KEY_INVALID. */
export function parseIdempotency(
  key: string | null | undefined,
  request: { readonly action: string; readonly input: object },
): Result<Idempotency | undefined> {
  if (key === null || key === undefined) return ok(undefined)
  if (/^[\x21-\x7e]{1,128}$/.test(key)) return ok({ key, fingerprint: sha256Of(request) })
  return fail({
    code: 'IDEMPOTENCY_KEY_INVALID',
    field: 'idempotencyKey',
    received: printable(key),
    allowed: '1 to 128 visible ASCII characters without spaces',
    remedy: 'make a random one for each change, such as a UUID',
  })
}

/** Problem of a key that came with another request before. */
export function keyReused(key: string): Problem {
  return {
    code: 'IDEMPOTENCY_KEY_REUSED',
    field: 'idempotencyKey',
    received: key,
    allowed: 'a key of its own for each request',
    remedy: 'this one came with another request; make a new key, or send that request again as it was',
  }
}
