import { keyReused, type Idempotency } from '../../core/change/idempotency.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { storable } from '../../core/storable.ts'
import type { Prisma } from '../../generated/prisma/client.ts'

/**
 * Most keys of one actor; the oldest go first. Far more than anybody's changes in a day, and a bound for clients that send random
 * keys.
 */
const KEYS_PER_ACTOR = 1_000

type Keyed = { readonly idempotency?: Idempotency | undefined }

/** Answer to the first request with a key. */
export type Told = { readonly liveBefore?: number | undefined; readonly revision?: number | undefined }

/**
 * Returns the answer that the actor got for this key within a day, by the clock of the database. Fails with IDEMPOTENCY_KEY_REUSED
 * when that request was another one. Undefined: there is no key, or it is new. Needs the lock.
 */
export async function findFirst(
  transaction: Prisma.TransactionClient,
  { actor }: Attempt,
  { idempotency }: Keyed,
): Promise<Result<Told> | undefined> {
  if (idempotency === undefined) return undefined
  const { key, fingerprint } = idempotency
  const [row] = await transaction.$queryRaw<Row[]>`
    SELECT fingerprint, live_before AS "liveBefore", revision FROM idempotency_key
    WHERE actor = ${storable(actor, MAX_NAME)} AND key = ${key} AND at > now() - interval '1 day'`
  if (row === undefined) return undefined
  if (row.fingerprint === fingerprint) return ok({ liveBefore: row.liveBefore ?? undefined, revision: row.revision ?? undefined })
  return fail(keyReused(key))
}

type Row = { readonly fingerprint: string; readonly liveBefore: number | null; readonly revision: number | null }

/** The same limit as in the audit trail. */
const MAX_NAME = 300

/** Keeps the key, if there is one, with its change, and forgets keys older than a day. */
export async function keepKey(
  transaction: Prisma.TransactionClient,
  { actor }: Attempt,
  { idempotency }: Keyed,
  { liveBefore = null, revision = null }: { readonly [Name in keyof Told]: number | null | undefined },
): Promise<void> {
  if (idempotency === undefined) return
  const { key, fingerprint } = idempotency
  const name = storable(actor, MAX_NAME)
  await transaction.$executeRaw`DELETE FROM idempotency_key WHERE at <= now() - interval '1 day'`
  await transaction.$executeRaw`
    DELETE FROM idempotency_key WHERE actor = ${name} AND key IN (
      SELECT key FROM idempotency_key WHERE actor = ${name} ORDER BY at DESC, key OFFSET ${KEYS_PER_ACTOR - 1})`
  await transaction.$executeRaw`
    INSERT INTO idempotency_key (actor, key, fingerprint, live_before, revision)
    VALUES (${name}, ${key}, ${fingerprint}, ${liveBefore}, ${revision})`
}
