import { useMemo } from 'react'
import { useQuery } from 'urql'
import { ConfigKeysDocument } from '../../generated/operations.ts'
import { useEdits } from './use-edits.ts'

export type ConfigKeys = Readonly<Record<string, readonly string[]>>

/** The keys of the entries of each list in the working copy. */
export function useConfigKeys(): ConfigKeys {
  const [{ data }, again] = useQuery({ query: ConfigKeysDocument })
  useEdits(undefined, () => again({ requestPolicy: 'network-only' }))
  const config = data?.workingCopy?.config
  return useMemo(
    () =>
      Object.fromEntries(
        Object.entries(config ?? {}).flatMap(
          ([name, entries]) => (typeof entries === 'object' ? [[name, entries.map(({ key }) => key)]] : []), // beside the name of the type
        ),
      ),
    [config],
  )
}
