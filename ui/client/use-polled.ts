import { useEffect, useState } from 'react'
import { useQuery, type AnyVariables, type CombinedError, type UseQueryArgs } from 'urql'
import { useConnection } from './connection.ts'
import { useSession } from './session.tsx'

export type Polled<Data> = {
  /** The newest answer, also while a later question fails. */
  readonly data: Data | undefined
  readonly error: CombinedError | undefined
  readonly fetching: boolean
  readonly again: () => void
}

/** Asks again every so often, for what no subscription tells: while somebody looks, the token is taken and the node is there. */
export function usePolled<Data, Variables extends AnyVariables>(
  args: UseQueryArgs<Variables, Data>,
  everyMs: number,
): Polled<Data> {
  const { connection, endedBecause } = useSession()
  const { state } = useConnection(connection)
  const [{ data, error, fetching }, ask] = useQuery<Data, Variables>(args)
  const [kept, setKept] = useState(data)
  if (data !== undefined && data !== kept) setKept(data)
  const isAsking = endedBecause === undefined && state === 'OPEN' && !fetching && args.pause !== true
  useEffect(() => {
    if (!isAsking) return undefined // a question under way is not cut off by the next one, however long its answer takes
    const timer = setInterval(() => {
      if (!document.hidden) ask({ requestPolicy: 'network-only' })
    }, everyMs)
    return () => clearInterval(timer)
  }, [ask, everyMs, isAsking])
  return { data: data ?? kept, error, fetching, again: () => ask({ requestPolicy: 'network-only' }) }
}
