import { useEffect, useState } from 'react'
import { useQuery, useSubscription } from 'urql'
import { useSearchParams } from 'wouter'
import { useAttempt } from '../../client/attempt.ts'
import {
  HistoryCanaryDocument,
  HistoryLiveDocument,
  HistoryRevisionsDocument,
  HistoryRollbackDocument,
} from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { PageFrame } from '../../parts/page-frame.tsx'
import { pageOf, Pager } from '../../parts/pager.tsx'
import { Section } from '../../parts/section.tsx'
import { withEntries } from '../../parts/search.ts'
import { Compare } from './compare.tsx'
import { RevisionTable } from './revision-table.tsx'
import { RollbackDialog } from './rollback-dialog.tsx'
import { RollbackOutcome } from './rollback-outcome.tsx'

const PAGE = 20

export function HistoryPage() {
  const [search, setSearch] = useSearchParams()
  const [target, setTarget] = useState<number>()
  const [{ data: published }] = useSubscription({ query: HistoryLiveDocument })
  const [{ data: canaries }] = useSubscription({ query: HistoryCanaryDocument })
  const rolling = useAttempt('history.rollback', HistoryRollbackDocument)
  const live = published?.configPublished.number
  const canary = canaries?.canaryChanged ?? undefined
  const change = (entries: Readonly<Record<string, string | undefined>>) => setSearch((old) => withEntries(old, entries))

  return (
    <PageFrame title="History" about="Every revision, what it changed, and the way back.">
      {target === undefined && <RollbackOutcome rolling={rolling} />}
      <Section title="Compare two revisions">
        <Compare search={search} live={live} onChange={change} />
      </Section>
      <Section title="Revisions">
        <Revisions
          search={search}
          state={live === undefined ? '' : `${live} ${canary?.revision} ${canary?.state}`}
          live={live}
          onChange={change}
          onRollback={(number) => {
            if (rolling.attempt.kind !== 'LOST') rolling.forget()
            setTarget(number)
          }}
        />
      </Section>
      {target !== undefined && live !== undefined && (
        <RollbackDialog
          target={target}
          live={live}
          canary={canary?.state === 'RUNNING' ? canary.revision : undefined}
          rolling={rolling}
          onClose={() => setTarget(undefined)}
        />
      )}
    </PageFrame>
  )
}

type RevisionsProps = {
  readonly search: URLSearchParams
  /** What is live, and how the canary stands: whenever that changes the page is read anew. */
  readonly state: string
  readonly live: number | undefined
  readonly onChange: (entries: Readonly<Record<string, string | undefined>>) => void
  readonly onRollback: (target: number) => void
}

function Revisions({ search, state, live, onChange, onRollback }: RevisionsProps) {
  const [answer, ask] = useQuery({ query: HistoryRevisionsDocument, variables: pageOf(PAGE, search) })
  useEffect(() => {
    if (state !== '') ask({ requestPolicy: 'network-only' })
  }, [state, ask])
  return (
    <Answer of={answer} again={() => ask({ requestPolicy: 'network-only' })}>
      {({ revisions }) =>
        revisions && (
          <>
            <RevisionTable
              revisions={revisions.nodes}
              live={live}
              onCompare={(from, to) => onChange({ from: String(from), to: String(to) })}
              onRollback={onRollback}
            />
            <Pager info={revisions.pageInfo} total={revisions.totalCount} what="revisions" onTurn={onChange} />
          </>
        )
      }
    </Answer>
  )
}
