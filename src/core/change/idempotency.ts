import { fail, ok, printable, type Result } from '../result.ts'
import { sha256Of } from '../config/canonical.ts'

/** A key that a caller chose for one request, so that sending both again does nothing twice. */
export type Idempotency = {
  readonly key: string
  /** Hexadecimal SHA-256 of the request: another one with the same key is a mistake. */
  readonly fingerprint: string
}

/** `request` is all that the caller asked, and by what action. Fails with IDEMPOTENCY_KEY_INVALID; without a key there is nothing. */
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
