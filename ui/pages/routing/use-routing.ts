import { useCallback, useEffect, useState } from 'react'
import { useQuery, useSubscription } from 'urql'
import { usePolled } from '../../client/use-polled.ts'
import { RoutingEditsDocument, RoutingPictureDocument, RoutingTrafficDocument } from '../../generated/operations.ts'
import type { RoutingPictureQuery } from '../../generated/operations.ts'
import type { Change } from './config.ts'

/** Edits that come one upon another are read at once. */
const TOGETHER_MS = 300
const TRAFFIC_MS = 10_000

export type Routing = {
  readonly workingCopy: NonNullable<RoutingPictureQuery['workingCopy']>
  readonly changes: readonly Change[]
  /** Number of the live revision. */
  readonly live: number
}

/** The working copy with what is pending of it, read anew after each accepted change, whoever made it. */
export function useRouting() {
  const [{ data, error, fetching }, ask] = useQuery({ query: RoutingPictureDocument })
  const traffic = usePolled({ query: RoutingTrafficDocument, variables: {} }, TRAFFIC_MS)
  const [edits] = useSubscription({ query: RoutingEditsDocument })
  const [last, setLast] = useState<{ readonly of: RoutingPictureQuery; readonly routing: Routing }>()
  const reload = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])
  // While the store is away the working copy is null: the last one stays, and the answer says that it may be old.
  if (data?.workingCopy != null && data.pendingChanges !== null && data !== last?.of)
    setLast({
      of: data,
      routing: { workingCopy: data.workingCopy, changes: data.pendingChanges, live: data.liveRevision.number },
    })

  const lastEdit = edits.data?.auditAppended.id
  useEffect(() => {
    if (lastEdit === undefined) return undefined
    const timer = setTimeout(reload, TOGETHER_MS)
    return () => clearTimeout(timer)
  }, [lastEdit, reload])
  return { answer: { data: last?.routing, error, fetching }, traffic: traffic.data?.traffic, reload }
}
