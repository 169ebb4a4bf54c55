import { useCallback, useEffect } from 'react'
import { useQuery, useSubscription } from 'urql'
import { useConnection } from '../../client/connection.ts'
import { useSession } from '../../client/session.tsx'
import {
  PublishEditsDocument,
  PublishStateDocument,
  PublishVersionDocument,
  type PublishStateQuery,
} from '../../generated/operations.ts'

/** An empty list of changes names no type, so the cache is told which it would have. */
const typesOf = { additionalTypenames: ['ConfigChange', 'ConfigRevision'] }

export type PublishState = {
  readonly answer: ReturnType<typeof useQuery<PublishStateQuery>>[0]
  readonly again: () => void
  /** Who changed the working copy, or what is live, since it was shown; undefined where nobody did. */
  readonly newerBy: string | undefined
}

/** What would be published. It stays as it was read until somebody asks again, so that nobody publishes what they did not see. */
export function usePublishState(): PublishState {
  const [answer, ask] = useQuery({ query: PublishStateDocument, context: typesOf })
  const [version, askVersion] = useQuery({ query: PublishVersionDocument, pause: true, requestPolicy: 'network-only' })
  const [edits] = useSubscription({ query: PublishEditsDocument })
  const { state: connection } = useConnection(useSession().connection)
  const again = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])
  const lastEdit = edits.data?.auditAppended.id
  useEffect(() => {
    if (connection === 'OPEN' || lastEdit !== undefined) askVersion({ requestPolicy: 'network-only' })
  }, [lastEdit, connection, askVersion])

  const isNewer = !answer.fetching && !version.fetching && isLater(version.data, answer.data)
  const isUnread = isNewer && answer.data?.pendingChanges?.length === 0
  useEffect(() => {
    if (isUnread) again()
  }, [isUnread, again])
  return { answer, again, newerBy: isNewer ? (edits.data?.auditAppended.actor ?? 'somebody') : undefined }
}

type Versions = {
  readonly workingCopy: { readonly version: number } | null
  readonly liveRevision: { readonly number: number }
}

/** An answer that came late is no news. */
function isLater(present: Versions | undefined, shown: Versions | undefined): boolean {
  if (!shown?.workingCopy || !present?.workingCopy) return false
  return present.workingCopy.version > shown.workingCopy.version || present.liveRevision.number > shown.liveRevision.number
}
