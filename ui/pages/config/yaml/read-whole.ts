import type { Client, CombinedError } from 'urql'
import { lists, listNames, type ListName } from '../form/declared.ts'

export type Whole =
  | { readonly kind: 'READ'; readonly parts: Readonly<Record<ListName, unknown>> }
  | { readonly kind: 'FAILED'; readonly error: CombinedError | undefined }

type Answered = { readonly workingCopy: { readonly version: number; readonly config: { readonly whole: unknown } } | null }

/** Edits in between make the reading begin anew, so often. */
const MOST_TRIES = 5

/** Reads the working copy list by list: all of it at once costs what an operation may. All parts are of one version. */
export async function readWhole(client: Client): Promise<Whole> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const parts = new Map<ListName, unknown>()
    const versions = new Set<number>()
    for (const list of listNames) {
      const { data, error } = await client
        .query<Answered>(lists[list].documents.whole, {}, { requestPolicy: 'network-only' })
        .toPromise()
      if (data?.workingCopy == null) return { kind: 'FAILED', error }
      parts.set(list, data.workingCopy.config.whole)
      versions.add(data.workingCopy.version)
    }
    if (versions.size === 1) return { kind: 'READ', parts: Object.fromEntries(parts) as Record<ListName, unknown> }
  }
  return { kind: 'FAILED', error: undefined }
}
