import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { useQuery } from 'urql'
import { useSearchParams } from 'wouter'
import { AuditTrailDocument } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { PageFrame } from '../../parts/page-frame.tsx'
import { pageOf, Pager } from '../../parts/pager.tsx'
import { withEntries } from '../../parts/search.ts'
import { EventList } from './event-list.tsx'
import { filterNames, filterOf } from './filter.ts'
import { FilterForm } from './filter-form.tsx'
import { NewEvents } from './new-events.tsx'

const PAGE = 50
const firstPage = { after: undefined, before: undefined }

export function AuditPage() {
  const [search, setSearch] = useSearchParams()
  const filter = useMemo(() => filterOf(search), [search])
  const variables = useMemo(() => ({ filter, ...pageOf(PAGE, search) }), [filter, search])
  const [answer, ask] = useQuery({ query: AuditTrailDocument, variables })
  const filtered = filterNames.map((name) => search.get(name)).join('\n')

  function readAgain(): void {
    if (search.has('after') || search.has('before')) setSearch((old) => withEntries(old, firstPage))
    else ask({ requestPolicy: 'network-only' })
  }

  return (
    <PageFrame title="Audit" about="Each attempt to change something, whatever came of it, newest first.">
      <FilterForm search={search} onChange={(entries) => setSearch((old) => withEntries(old, { ...entries, ...firstPage }))} />
      <NewEvents key={`new ${filtered}`} filter={filter} onShow={readAgain} />
      <Answer of={answer} again={() => ask({ requestPolicy: 'network-only' })}>
        {({ auditLog }) =>
          auditLog && (
            <>
              {auditLog.nodes.length === 0 ? (
                <Text>No attempt matches. Take away a part of the filter, or look at another time.</Text>
              ) : (
                <EventList events={auditLog.nodes} search={search} />
              )}
              <Pager
                info={auditLog.pageInfo}
                total={auditLog.totalCount}
                what="attempts"
                onTurn={(to) => setSearch((old) => withEntries(old, to))}
              />
            </>
          )
        }
      </Answer>
    </PageFrame>
  )
}
