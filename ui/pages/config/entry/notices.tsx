import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { Fragment } from 'react'
import { Link } from 'wouter'
import { wordsOf } from '../../../parts/answer.tsx'
import { ChangedValue } from '../../../parts/changed-value.tsx'
import { Notice } from '../../../parts/notice.tsx'
import type { Finding } from '../form/check-value.ts'
import { textOf } from '../form/entry.ts'
import type { Taken } from '../form/merge.ts'
import type { EntryForm } from '../form/use-entry-form.ts'
import { LinkedText } from '../linked-text.tsx'
import { Conflicts } from './conflicts.tsx'

/** Longer values are told by the lines that differ: a pool has up to 1,000 members. */
const LINE = 120

type NoticesProps = {
  readonly form: EntryForm
  /** Findings of the node about no field of the form. */
  readonly others: readonly Finding[]
}

/** What is to be known before the form is read on: what came of saving, and what others did meanwhile. */
export function Notices({ form, others }: NoticesProps) {
  const { draft, saved, failed, keep } = form
  return (
    <>
      {failed !== undefined && (
        <Alert color="red" title="No answer" role="alert">
          <Text size="sm">{wordsOf(failed)}</Text>
          {draft !== undefined && (
            <Text size="sm">What you typed is kept here. Save again in a moment; nothing is made twice.</Text>
          )}
          <Button size="xs" mt="xs" variant="default" onClick={() => void form.readAnew()}>
            Ask again
          </Button>
        </Alert>
      )}
      {form.refused !== undefined && (
        <Alert color="red" title="Not saved" role="alert">
          {others.length === 0 ? (
            <Text size="sm">What is wrong stands beside its field.</Text>
          ) : (
            others.map(({ path, message }) => (
              <Text size="sm" key={path + message}>
                <LinkedText>{path === '' ? message : `${path}: ${message}`}</LinkedText>
              </Text>
            ))
          )}
        </Alert>
      )}
      {draft !== undefined && <Conflicts draft={draft} keep={keep} />}
      {draft?.isDeletedMeanwhile === true && (
        <Notice color="orange" title="Somebody else deleted it">
          <Text size="sm">It is no longer in the working copy. What you typed is still here.</Text>
          <Group mt="xs">
            <Button size="xs" variant="default" onClick={() => keep({ ...draft, isDeletedMeanwhile: false })}>
              Make it anew
            </Button>
            <Button size="xs" variant="default" onClick={() => keep(undefined)}>
              Let it go
            </Button>
          </Group>
        </Notice>
      )}
      {draft !== undefined && draft.taken.length > 0 && (
        <Notice color="gray" title="Somebody else changed this meanwhile" isLive>
          <TakenFields taken={draft.taken} />
        </Notice>
      )}
      {saved !== undefined && (
        <Notice color="teal" title="Saved" isLive>
          <Text size="sm">
            It is in the working copy, and live once it is{' '}
            <Anchor component={Link} href="/publish" underline="always" inherit>
              published
            </Anchor>
            .
          </Text>
          <TakenFields taken={saved} />
        </Notice>
      )}
    </>
  )
}

function TakenFields({ taken }: { readonly taken: readonly Taken[] }) {
  return taken.map(({ path, before, after }) => {
    const name = path.join('.')
    const words = `${textOf(before)} → ${textOf(after)}`
    return words.length <= LINE ? (
      <Text size="sm" key={name + words}>
        {name}: {words}, by somebody else; that is kept.
      </Text>
    ) : (
      <Fragment key={name + words}>
        <Text size="sm">{name}, by somebody else; that is kept:</Text>
        <ChangedValue before={before} after={after} />
      </Fragment>
    )
  })
}
