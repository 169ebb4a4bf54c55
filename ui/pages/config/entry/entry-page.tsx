import { Anchor, Badge, Button, Card, Group, Text } from '@mantine/core'
import { Loading } from '../../../parts/answer.tsx'
import { useEffect, useMemo, useState, type FormEvent } from 'react'
import { Link, useLocation } from 'wouter'
import { useSession } from '../../../client/session.tsx'
import { ActionButton } from '../../../parts/action-button.tsx'
import { PageFrame } from '../../../parts/page-frame.tsx'
import { checkFields } from '../form/check-value.ts'
import { forms, lists, type ListName } from '../form/declared.ts'
import { draftId, editOf } from '../form/edit-draft.ts'
import { textOf } from '../form/entry.ts'
import { Fields } from '../form/field.tsx'
import styles from '../form/form.module.css'
import { FormScopeContext, PlacedContext } from '../form/form-scope.ts'
import { placeFindings } from '../form/place-findings.ts'
import { useEntryForm, type EntryForm } from '../form/use-entry-form.ts'
import { useConfigKeys } from '../use-config-keys.ts'
import { useEdits } from '../use-edits.ts'
import { Words } from '../words.tsx'
import { DeleteEntry } from './delete-entry.tsx'
import { Notices } from './notices.tsx'
import { PendingOfEntry } from './pending-of-entry.tsx'

export type EntryPageProps = {
  readonly list: ListName
  /** None for the settings; empty for an entry that is new. */
  readonly entryKey: string | undefined
}

/** The form of an entry of the working copy, or of its settings. */
export function EntryPage({ list, entryKey }: EntryPageProps) {
  const form = useEntryForm(list, entryKey)
  const path = draftId(list, entryKey)
  const isNew = entryKey === ''
  useEdits(path, () => void form.readAnew())
  const { known, draft, failed } = form
  const isGone = known !== undefined && !isNew && known.entry === null && draft === undefined
  return (
    <PageFrame
      title={isNew ? `New in ${list}` : path}
      about={<Words>{forms[list].words}</Words>}
      actions={
        <Anchor component={Link} href={list === 'settings' ? '/config' : `/config/${list}`} size="sm">
          {list === 'settings' ? 'All of the working copy' : `All ${list}`}
        </Anchor>
      }
    >
      {known === undefined && draft === undefined && failed === undefined && <Loading />}
      {isGone ? (
        <Text>
          There is no {path} in the working copy.{' '}
          <Anchor component={Link} href={`/config/${list}/new`} underline="always" inherit>
            Make a new one
          </Anchor>
          .
        </Text>
      ) : (
        <EntryBody key={path} list={list} entryKey={entryKey} form={form} />
      )}
      {!isNew && <PendingOfEntry path={path} />}
    </PageFrame>
  )
}

function EntryBody({ list, entryKey, form }: EntryPageProps & { readonly form: EntryForm }) {
  const { known, draft, value, refused, change } = form
  const [, navigate] = useLocation()
  const [failures, setFailures] = useState(0)
  useEffect(() => {
    if (failures > 0) focusFirstProblem() // once it is drawn
  }, [failures])
  const keys = useConfigKeys()
  const isReadOnly = useSession().whyNot(lists[list].save) !== undefined
  const isNew = entryKey === ''
  const { fields } = forms[list]
  const mine = draft === undefined ? [] : checkFields(fields, value, { isWhole: draft.base !== null })
  const shown = mine.filter(({ isMissing = false }) => failures > 0 || !isMissing || !isNew)
  const placed = placeFindings(fields, [...shown, ...(refused?.findings ?? [])])
  const isShown = known !== undefined || draft !== undefined
  const scope = useMemo(() => ({ keys, isReadOnly, isThere: !isNew, change }), [keys, isReadOnly, isNew, change])

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const saved = mine.length > 0 ? undefined : await form.save()
    if (saved === undefined) return setFailures(failures + 1)
    setFailures(0)
    if (isNew) navigate(`/config/${list}/${textOf(saved['key'])}`, { state: { isJustMade: true } })
  }

  return (
    <FormScopeContext value={scope}>
      <Notices form={form} others={placed.get('') ?? []} />
      {isShown && (
        <form noValidate onSubmit={(event) => void submit(event)} aria-label={draftId(list, entryKey)}>
          <Card withBorder padding="md">
            <PlacedContext value={placed}>
              <Fields
                fields={fields}
                path=""
                value={value}
                base={draft === undefined ? (known?.entry ?? undefined) : (draft.base ?? undefined)}
              />
            </PlacedContext>
          </Card>
          <SaveBar list={list} entryKey={entryKey} form={form} problems={shown.length} />
        </form>
      )}
    </FormScopeContext>
  )
}

type SaveBarProps = EntryPageProps & { readonly form: EntryForm; readonly problems: number }

function SaveBar({ list, entryKey, form, problems }: SaveBarProps) {
  const { draft, known, isBusy, keep, readAnew } = form
  const [, navigate] = useLocation()
  const changed = draft === undefined ? 0 : Object.keys(editOf(draft)).length
  const isBlocked = draft !== undefined && (draft.conflicts.length > 0 || draft.isDeletedMeanwhile)
  const why =
    draft === undefined ? 'nothing is changed' : isBlocked ? 'somebody else changed the same; choose above first' : undefined
  return (
    <div className={styles['bar']}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap="xs" wrap="nowrap">
          <ActionButton field={lists[list].save} type="submit" loading={isBusy} unavailable={why}>
            Save
          </ActionButton>
          {draft !== undefined && (
            <Button variant="default" onClick={() => keep(undefined)}>
              Undo all
            </Button>
          )}
        </Group>
        {known?.entry != null && entryKey !== undefined && entryKey !== '' && (
          <DeleteEntry
            list={list}
            entryKey={entryKey}
            known={known}
            readAnew={readAnew}
            onDeleted={() => {
              keep(undefined)
              navigate(`/config/${list}`)
            }}
          />
        )}
      </Group>
      <Group gap="xs" mt={4} component="output">
        {draft !== undefined && <Badge color="orange">{changed} unsent</Badge>}
        {problems > 0 && <Badge color="red">{problems} to mend</Badge>}
        <Outcome form={form} />
      </Group>
    </div>
  )
}

/** What came of the last save, in sight also where the notices above the form are not. */
function Outcome({ form: { draft, saved, refused, failed } }: { readonly form: EntryForm }) {
  if (saved !== undefined) return <Badge color="teal">saved</Badge>
  if (draft === undefined) return null
  if (draft.conflicts.length > 0) return <Badge color="orange">{draft.conflicts.length} to choose, above</Badge>
  return refused === undefined && failed === undefined ? null : <Badge color="red">not saved</Badge>
}

/** Leads to the first field that is to be mended, or to the button that shows it, or else to what is told above the form. */
function focusFirstProblem(): void {
  const field = document.querySelector<HTMLElement>('form [aria-invalid="true"], form [data-problem]')
  if (field === null) document.querySelector('h1')?.scrollIntoView()
  else field.focus()
}
