import type { Client, CombinedError } from 'urql'
import { ConfigVersionDocument } from '../../../generated/operations.ts'
import type { Finding } from './check-value.ts'
import { lists, type ListName } from './declared.ts'
import { withoutTypes, type Entry } from './entry.ts'

/** An entry with the version of the working copy that an edit of it is based on. Null: there is none with this key. */
export type Known = { readonly entry: Entry | null; readonly version: number }
export type Refused = { readonly code: string; readonly message: string; readonly findings: readonly Finding[] }

export type Outcome =
  | { readonly kind: 'DONE'; readonly entry: Entry | undefined }
  /** Somebody edited since. */
  | { readonly kind: 'STALE' }
  | ({ readonly kind: 'REFUSED' } & Refused)
  | { readonly kind: 'FAILED'; readonly error: CombinedError }
export type Read = ({ readonly kind: 'KNOWN' } & Known) | { readonly kind: 'FAILED'; readonly error: CombinedError }

type Issue = { readonly code: string; readonly path: string; readonly message: string; readonly remedy: string }
type Answered = {
  readonly outcome: {
    readonly entry?: Entry
    readonly code?: string
    readonly message?: string
    readonly field?: string | null
    readonly issues?: readonly Issue[]
  }
}
const anew = { requestPolicy: 'network-only' } as const
/** An edit answers with its entry alone, so the cache is told that what it holds of the working copy is of before. */
const edits = { additionalTypenames: ['WorkingCopy'] }

/**
 * Reads an entry. The version is read before it, in a question of its own: so the entry is at least as new, and an edit in between
 * makes the guard refuse what is based on it.
 */
export async function readEntry(client: Client, list: ListName, key: string | undefined): Promise<Read> {
  const { read } = lists[list].documents
  if (key === undefined) {
    type Settings = { readonly workingCopy: { readonly version: number; readonly config: { readonly entry: Entry } } }
    const { data, error } = await client.query<Settings>(read, {}, anew).toPromise()
    if (data === undefined || error !== undefined) return { kind: 'FAILED', error: error as CombinedError }
    return { kind: 'KNOWN', entry: withoutTypes(data.workingCopy.config.entry), version: data.workingCopy.version }
  }
  const before = await client.query(ConfigVersionDocument, {}, anew).toPromise()
  if (before.data?.workingCopy == null) return { kind: 'FAILED', error: before.error as CombinedError }
  const { data, error } = await client.query<{ readonly entry: Entry | null }>(read, { key }, anew).toPromise()
  if (data === undefined || error !== undefined) return { kind: 'FAILED', error: error as CombinedError }
  return { kind: 'KNOWN', entry: withoutTypes(data.entry), version: before.data.workingCopy.version }
}

export async function saveEntry(client: Client, list: ListName, input: object): Promise<Outcome> {
  return outcomeOf(await client.mutation<Answered>(lists[list].documents.save, { input }, edits).toPromise())
}

export async function removeEntry(client: Client, list: ListName, key: string, expectedVersion: number): Promise<Outcome> {
  const { remove } = lists[list].documents
  if (remove === undefined) throw new Error(`${list} has no entries`)
  return outcomeOf(await client.mutation<Answered>(remove, { key, expectedVersion }, edits).toPromise())
}

function outcomeOf({
  data,
  error,
}: {
  readonly data?: Answered | undefined
  readonly error?: CombinedError | undefined
}): Outcome {
  if (data === undefined || error !== undefined) return { kind: 'FAILED', error: error as CombinedError }
  const { entry, code, message = '', field, issues = [] } = data.outcome
  if (code === undefined) return { kind: 'DONE', entry: entry && withoutTypes(entry) }
  if (code === 'STALE_WORKING_COPY') return { kind: 'STALE' }
  const told = issues.map(({ path, code: word, message: words, remedy }) => ({ path, message: sentence(word, words, remedy) }))
  return {
    kind: 'REFUSED',
    code,
    message,
    findings: told.length > 0 ? told : [{ path: field ?? '', message: `${message} (${code})` }],
  }
}

function sentence(code: string, message: string, remedy: string): string {
  return `${message}${remedy === '' || message.includes(remedy) ? '' : `; ${remedy}`} (${code})`
}
