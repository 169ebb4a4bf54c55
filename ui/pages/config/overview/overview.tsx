import { Anchor, Badge, Button, Group, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { useDraftIds } from '../../../client/drafts.ts'
import { useSession } from '../../../client/session.tsx'
import { ConfigPendingDocument } from '../../../generated/operations.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { PageFrame } from '../../../parts/page-frame.tsx'
import { ConfigTabs } from '../config-tabs.tsx'
import { forms, lists, type ListName } from '../form/declared.ts'
import { draftId } from '../form/edit-draft.ts'
import { textOf, type Entry } from '../form/entry.ts'
import type { FormField } from '../form/form-field.ts'
import { useConfigKeys } from '../use-config-keys.ts'
import { useEdits } from '../use-edits.ts'
import { Words } from '../words.tsx'
import { ListTiles } from './list-tiles.tsx'

type Brief = { readonly workingCopy: { readonly config: { readonly entries: readonly Entry[] } } }
/** Columns beside the marks: what a glance needs. */
const COLUMNS = 5

/** All lists of the working copy, with the entries of one. */
export function Overview({ list }: { readonly list: ListName }) {
  const { brief = '' } = lists[list].documents
  const [entries, again] = useQuery<Brief>({ query: brief })
  const [pending, pendingAgain] = useQuery({ query: ConfigPendingDocument })
  const keys = useConfigKeys()
  const unsent = useDraftIds()
  const changed = (pending.data?.pendingChanges ?? []).map(({ path }) => path)
  useEdits(undefined, () => {
    again({ requestPolicy: 'network-only' })
    pendingAgain({ requestPolicy: 'network-only' })
  })
  return (
    <PageFrame title="Working copy" about="What the next revision will be; nothing of it is live before it is published.">
      <ConfigTabs here="entries" pending={changed.length} />
      <ListTiles here={list} keys={keys} changed={changed} unsent={unsent} />
      <Group justify="space-between">
        <Text c="dimmed" size="sm" maw={640}>
          <Words>{forms[list].words}</Words>
        </Text>
        <NewButton list={list} isUnsent={unsent.includes(draftId(list, ''))} />
      </Group>
      <Answer of={entries} again={() => again({ requestPolicy: 'network-only' })}>
        {({ workingCopy }) => (
          <DataTable
            key={list}
            name={list}
            rows={workingCopy.config.entries}
            columns={columnsOf(list, changed, unsent)}
            rowKey={keyOf}
            words={(entry) => `${keyOf(entry)} ${wordOf(entry['name'])} ${wordOf(entry['baseUrl'] ?? entry['hostSuffix'])}`}
            empty={`The working copy has no ${list} yet. Make the first one with “New”.`}
          />
        )}
      </Answer>
    </PageFrame>
  )
}

function NewButton({ list, isUnsent }: { readonly list: ListName; readonly isUnsent: boolean }) {
  const why = useSession().whyNot(lists[list].save)
  if (why !== undefined)
    return (
      <ActionButton field={lists[list].save} size="xs">
        New
      </ActionButton>
    )
  return (
    <Button component={Link} href={`/config/${list}/new`} size="xs">
      New{isUnsent ? ' (unsent)' : ''}
    </Button>
  )
}

function columnsOf(list: ListName, changed: readonly string[], unsent: readonly string[]): readonly Column<Entry>[] {
  const singles = forms[list].fields.filter(({ holds }) => ['TEXT', 'NUMBER', 'CHOICE', 'FLAG'].includes(holds.kind))
  const [always, sometimes] = [singles.filter(({ isNullable }) => !isNullable), singles.filter(({ isNullable }) => isNullable)]
  return [
    ...[...always, ...sometimes].slice(0, COLUMNS).map((field) => columnOf(list, field)),
    {
      name: 'marks',
      cell: (entry) => <Marks path={draftId(list, keyOf(entry))} changed={changed} unsent={unsent} />,
    },
  ]
}

function columnOf(list: ListName, { name, holds }: FormField): Column<Entry> {
  return {
    name,
    isNumber: holds.kind === 'NUMBER',
    by: (entry) => (holds.kind === 'NUMBER' ? Number(entry[name] ?? -1) : wordOf(entry[name])),
    cell: (entry) =>
      name === 'key' ? (
        <Anchor component={Link} href={hrefOf(list, keyOf(entry))}>
          {keyOf(entry)}
        </Anchor>
      ) : (
        wordOf(entry[name])
      ),
  }
}

type MarksProps = { readonly path: string; readonly changed: readonly string[]; readonly unsent: readonly string[] }

function Marks({ path, changed, unsent }: MarksProps) {
  return (
    <Group gap={4} wrap="nowrap">
      {changed.some((one) => one === path || one.startsWith(`${path}.`)) && <Badge color="orange">pending</Badge>}
      {unsent.includes(path) && <Badge color="orange">unsent</Badge>}
    </Group>
  )
}

/** `new` is the place of the form for a new entry, and may be a key as well. */
function hrefOf(list: ListName, key: string): string {
  return `/config/${list}/${key === 'new' ? 'new/entry' : key}`
}

function keyOf(entry: Entry): string {
  return textOf(entry['key'])
}

function wordOf(value: unknown): string {
  return value === null || value === undefined ? '–' : textOf(value)
}
