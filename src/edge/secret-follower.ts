import { isKnownFormat, type ConfigRevision } from '../core/config/revision.ts'
import { isSameSecret, missing, type Secret, type Secrets } from '../core/signing/secret.ts'
import type { Clock } from '../ports/clock.ts'
import type { SecretSource } from '../ports/secret-source.ts'
import type { CurrentTable } from './current-table.ts'

/** Pause between two looks at the secrets; longer for many, so that a thousand cost a hundredth of the time. */
const LOOK_MS = 1_000
const LOOK_MS_A_SECRET = 20
/** Longest wait for a secret: a file system that hangs keeps no revision back. */
const PATIENCE_MS = 1_000

export type SecretFollower = {
  /** Secrets by reference, as they were read. The same object while none has changed. */
  readonly secrets: () => Secrets
  /** Reads the secrets that a revision is the first to name. Undefined: there are none, so nothing is to be waited for. */
  readonly prepare: (revision: ConfigRevision) => Promise<void> | undefined
  readonly stop: () => void
}

export type SecretFollowerParts = {
  readonly source: SecretSource
  readonly clock: Clock
  readonly current: CurrentTable
  readonly onChange: (secrets: Secrets) => void
}

/**
 * Follows the secrets that the running revision names. What is read first counts at once. A change counts when two looks in a row
 * have seen it, so that no half of a file signs.
 */
export function openSecretFollower({ source, clock, current, onChange }: SecretFollowerParts): SecretFollower {
  let secrets: Secrets = new Map()
  /** Changes that one look has seen. */
  const unsettled = new Map<string, Secret>()
  const underWay = new Map<string, Promise<Secret>>()
  let preparing = 0
  let isLooking = false
  let isStopped = false
  let cancelLook = (): void => undefined
  return {
    secrets: () => secrets,
    prepare(revision) {
      const unknown = referencesOf(revision).filter((reference) => !secrets.has(reference))
      return unknown.length === 0 ? undefined : readFirst(unknown)
    },
    stop() {
      isStopped = true
      cancelLook()
    },
  }

  async function readFirst(references: readonly string[]): Promise<void> {
    preparing += 1
    const read = await Promise.all(references.map(async (reference) => [reference, await readInTime(reference)] as const))
    preparing -= 1
    secrets = new Map([...secrets, ...read])
    if (!isLooking) awaitLook()
  }

  function awaitLook(): void {
    cancelLook()
    if (isStopped || secrets.size === 0) return
    cancelLook = clock.after(Math.max(LOOK_MS, secrets.size * LOOK_MS_A_SECRET), () => void look())
  }

  /** Reads one after the other, which leaves the threads that read files to others. */
  async function look(): Promise<void> {
    isLooking = true
    const before = secrets
    const found = new Map<string, Secret>()
    for (const reference of referencesOf(current.running.compiled?.revision))
      found.set(reference, settle(reference, await readInTime(reference)))
    const named = referencesOf(current.running.compiled?.revision)
    const prepared = [...secrets.keys()].filter((reference) => preparing > 0 || !before.has(reference)) // not named yet, maybe
    const kept = new Set([...named, ...prepared])
    const now = new Map([...kept].map((reference) => [reference, found.get(reference) ?? secrets.get(reference) ?? notRead]))
    const isChanged = now.size !== secrets.size || [...now].some(([reference, secret]) => secrets.get(reference) !== secret)
    if (isChanged) secrets = now
    isLooking = false
    awaitLook()
    if (isChanged && !isStopped) onChange(now)
  }

  /** The secret that counts now, after another look. */
  function settle(reference: string, read: Secret): Secret {
    const known = secrets.get(reference)
    const isSettled = known === undefined || isSameSecret(read, unsettled.get(reference))
    if (known === undefined || isSettled || isSameSecret(read, known)) unsettled.delete(reference)
    else unsettled.set(reference, read)
    return known === undefined || (isSettled && !isSameSecret(read, known)) ? read : known
  }

  /** A reading that hangs is awaited on, not begun again. */
  function readInTime(reference: string): Promise<Secret> {
    const reading = underWay.get(reference) ?? source.read(reference).finally(() => underWay.delete(reference))
    underWay.set(reference, reading)
    const { promise: late, resolve } = Promise.withResolvers<Secret>()
    const cancel = clock.after(PATIENCE_MS, () => resolve(notRead))
    return Promise.race([reading, late]).finally(cancel)
  }
}

const notRead = missing(`it could not be read within ${PATIENCE_MS / 1_000} s`)

/** References of a revision, each once; none in a format that this program does not know. */
function referencesOf(revision: ConfigRevision | undefined): readonly string[] {
  if (revision === undefined || !isKnownFormat(revision.formatVersion)) return []
  return [...new Set(revision.config.cdns.flatMap(({ signing }) => signing?.secret ?? []))]
}
