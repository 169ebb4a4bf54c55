import { Title } from '@mantine/core'
import { useQuery } from 'urql'
import { ConfigPendingDocument } from '../../../generated/operations.ts'
import { ChangeList } from '../../../parts/change-list.tsx'
import { useEdits } from '../use-edits.ts'

/** What is pending of this entry, with whose edits they are. */
export function PendingOfEntry({ path }: { readonly path: string }) {
  const [{ data }, again] = useQuery({ query: ConfigPendingDocument })
  useEdits(path, () => again({ requestPolicy: 'network-only' }))
  const changes = (data?.pendingChanges ?? []).filter((change) => change.path === path || change.path.startsWith(`${path}.`))
  if (changes.length === 0) return null
  return (
    <section aria-label="pending changes of it">
      <Title order={2} size="h4" mb="xs">
        Pending
      </Title>
      <ChangeList changes={changes} />
    </section>
  )
}
