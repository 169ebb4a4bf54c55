import { Button, Card, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { Notice } from '../../../parts/notice.tsx'
import { settle, type EntryDraft } from '../form/edit-draft.ts'
import { isEntry } from '../form/entry.ts'
import type { Conflict } from '../form/merge.ts'

type ConflictsProps = { readonly draft: EntryDraft; readonly keep: (draft: EntryDraft | undefined) => void }

/** Fields that somebody else changed as well: both values side by side, of which one is chosen. */
export function Conflicts({ draft, keep }: ConflictsProps) {
  if (draft.conflicts.length === 0) return null
  return (
    <Notice color="orange" title="Somebody else changed the same">
      <Stack>
        <Text size="sm">
          Choose for each field what it shall be; then save. What only one of you changed is in the form already.
        </Text>
        {draft.conflicts.map((conflict) => (
          <Choice key={conflict.path.join('.')} conflict={conflict} onChoose={(value) => keep(settle(draft, conflict, value))} />
        ))}
      </Stack>
    </Notice>
  )
}

type ChoiceProps = { readonly conflict: Conflict; readonly onChoose: (value: unknown) => void }

function Choice({ conflict: { path, mine, theirs }, onChoose }: ChoiceProps) {
  const name = path.join('.')
  return (
    <Card withBorder component="section" aria-label={`conflict in ${name}`} padding="sm">
      <Text size="sm" fw={600} ff="monospace">
        {name}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
        <Side of="yours" value={mine} action={`Keep mine: ${name}`} onChoose={onChoose} />
        <Side of="theirs, in the working copy now" value={theirs} action={`Take theirs: ${name}`} onChoose={onChoose} />
      </SimpleGrid>
      {areTexts(mine) && areTexts(theirs) && (
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={() => onChoose([...new Set([...mine, ...theirs])])}>
            Take both: {name}
          </Button>
        </Group>
      )}
    </Card>
  )
}

type SideProps = {
  readonly of: string
  readonly value: unknown
  readonly action: string
  readonly onChoose: (value: unknown) => void
}

function Side({ of, value, action, onChoose }: SideProps) {
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed">
        {of}
      </Text>
      <Code block mah={180}>
        {written(value)}
      </Code>
      <Group>
        <Button size="xs" variant="default" onClick={() => onChoose(value)}>
          {action}
        </Button>
      </Group>
    </Stack>
  )
}

function written(value: unknown): string {
  if (value === undefined) return 'nothing'
  return isEntry(value) || Array.isArray(value) ? JSON.stringify(value, undefined, 1) : JSON.stringify(value)
}

function areTexts(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((item) => typeof item !== 'object')
}
