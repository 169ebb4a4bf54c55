import { useQuery } from 'urql'
import { ConfigPendingDocument } from '../../../generated/operations.ts'
import { PageFrame } from '../../../parts/page-frame.tsx'
import { ConfigTabs } from '../config-tabs.tsx'
import { useEdits } from '../use-edits.ts'
import { YamlIn } from './yaml-in.tsx'
import { YamlOut } from './yaml-out.tsx'

/** The working copy as a document, and a document with the plan of what it would change. */
export function YamlPage() {
  const [{ data }, again] = useQuery({ query: ConfigPendingDocument })
  useEdits(undefined, () => again({ requestPolicy: 'network-only' }))
  return (
    <PageFrame title="Working copy" about="All of a configuration as a document, as the command line reads and writes it.">
      <ConfigTabs here="yaml" pending={data?.pendingChanges?.length} />
      <YamlOut />
      <YamlIn />
    </PageFrame>
  )
}
