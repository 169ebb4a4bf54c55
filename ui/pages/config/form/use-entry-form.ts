import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, type Client, type CombinedError } from 'urql'
import { readDraft, useDraft, writeDraft } from '../../../client/drafts.ts'
import type { ListName } from './declared.ts'
import { bringIn, draftId, editOf, typeInto, type EntryDraft } from './edit-draft.ts'
import { readEntry, saveEntry, type Known, type Outcome, type Refused } from './entry-api.ts'
import { changedFields, putField, textOf, type Entry } from './entry.ts'
import type { Taken } from './merge.ts'

export type EntryForm = {
  /** The entry as the working copy has it; undefined before the first answer. */
  readonly known: Known | undefined
  readonly draft: EntryDraft | undefined
  /** What the form shows: the draft, or what is known. */
  readonly value: Entry
  readonly refused: Refused | undefined
  readonly failed: CombinedError | undefined
  /** Set from a save until something is typed: what others had changed meanwhile. */
  readonly saved: readonly Taken[] | undefined
  readonly isBusy: boolean
  /** Puts what was typed into a field; the same function while somebody types. */
  readonly change: (path: string, value: unknown) => void
  readonly keep: (draft: EntryDraft | undefined) => void
  /** Reads the entry anew and brings in what others changed. */
  readonly readAnew: () => Promise<void>
  /** Resolves to the saved entry; undefined when it is not saved, and the form says why. */
  readonly save: () => Promise<Entry | undefined>
}

/** Others may edit between each reading and the change that is based on it; so often is it tried. */
const MOST_TRIES = 5

/** The state of the form of the entry with this key: no key for the settings, an empty one for an entry that is new. */
export function useEntryForm(list: ListName, key: string | undefined): EntryForm {
  const client = useClient()
  const id = draftId(list, key)
  const draft = useDraft<EntryDraft>(id)
  const [known, setKnown] = useState<Known>()
  const [refused, setRefused] = useState<Refused>()
  const [failed, setFailed] = useState<CombinedError>()
  const [saved, setSaved] = useState<readonly Taken[] | undefined>(wasJustMade)
  const [isBusy, setIsBusy] = useState(false)
  const reading = useRef(0)

  const readAnew = useCallback(async () => {
    const turn = ++reading.current
    const now = await readEntry(client, list, key)
    if (turn !== reading.current) return // a later question is under way
    setFailed(now.kind === 'FAILED' ? now.error : undefined)
    if (now.kind === 'FAILED') return
    setKnown(now)
    const before = readDraft<EntryDraft>(id)
    if (before !== undefined) writeDraft(id, bringIn(before, now))
  }, [client, list, key, id])
  useEffect(() => void readAnew(), [readAnew]) // oxlint-disable-line react/set-state-in-effect -- the answer of the node, not of this effect

  const change = useCallback(
    (path: string, value: unknown) => {
      setSaved(undefined)
      if (known === undefined) return
      const before = readDraft<EntryDraft>(id)
      writeDraft(id, typeInto(before, known, putField(before?.mine ?? known.entry ?? {}, path, value)))
    },
    [id, known],
  )

  async function save(): Promise<Entry | undefined> {
    setIsBusy(true)
    setRefused(undefined)
    setFailed(undefined)
    const { outcome, taken } = await saveDraft(client, list, id)
    setIsBusy(false)
    if (outcome.kind === 'REFUSED') setRefused(outcome)
    if (outcome.kind === 'FAILED') setFailed(outcome.error)
    if (outcome.kind !== 'DONE') return undefined
    setSaved(taken)
    writeDraft(id, undefined)
    if (outcome.entry !== undefined) setKnown((before) => ({ version: before?.version ?? 0, entry: outcome.entry ?? null }))
    await readAnew()
    return outcome.entry
  }

  return {
    known,
    draft,
    value: draft?.mine ?? known?.entry ?? {},
    refused,
    failed,
    saved,
    isBusy,
    change,
    keep: (next) => writeDraft(id, next),
    readAnew,
    save,
  }
}

/** The form of a new entry leads on to that of the entry, and tells there that it is saved. */
function wasJustMade(): readonly Taken[] | undefined {
  return (history.state as { readonly isJustMade?: boolean } | null)?.isJustMade === true ? [] : undefined
}

type Saved = { readonly outcome: Outcome; readonly taken: readonly Taken[] }

/** Sends the fields that differ. When somebody edited meanwhile the entry is read anew, merged, and sent again unless both conflict. */
async function saveDraft(client: Client, list: ListName, id: string): Promise<Saved> {
  let taken: readonly Taken[] = []
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const draft = readDraft<EntryDraft>(id)
    if (draft === undefined) return { outcome: { kind: 'DONE', entry: undefined }, taken } // somebody else made the same change
    ;({ taken } = draft)
    if (draft.conflicts.length > 0 || draft.isDeletedMeanwhile) return { outcome: { kind: 'STALE' }, taken }
    const key = list === 'settings' ? undefined : textOf(draft.mine['key'] ?? '')
    const now = draft.base === null ? await readEntry(client, list, key) : undefined
    if (now?.kind === 'FAILED') return { outcome: now, taken }
    if (now?.entry != null) return { outcome: takenKey(key, now.entry, draft), taken }
    const input = { ...editOf(draft), ...(key !== undefined && { key }), expectedVersion: now?.version ?? draft.version }
    const outcome = await saveEntry(client, list, input)
    if (outcome.kind !== 'STALE') return { outcome, taken }
    const later = await readEntry(client, list, key)
    if (later.kind === 'FAILED') return { outcome: later, taken }
    writeDraft(id, bringIn(draft, later))
  }
  const message = 'others edit at the same time; save again'
  return { outcome: { kind: 'REFUSED', code: 'STALE_WORKING_COPY', message, findings: [{ path: '', message }] }, taken }
}

/** The key of a new entry is there: by somebody else, or by this edit, whose answer got lost. */
function takenKey(key: string | undefined, entry: Entry, { mine }: EntryDraft): Outcome {
  if (Object.keys(changedFields(entry, mine)).length === 0) return { kind: 'DONE', entry }
  const message = `there is one with the key "${key}" already; choose another key, or edit that one`
  return { kind: 'REFUSED', code: '', message, findings: [{ path: 'key', message }] }
}
