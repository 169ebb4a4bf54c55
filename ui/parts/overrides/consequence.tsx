import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { OverridesSetDocument, type OverridesSetMutation, type SetOverrideInput } from '../../generated/operations.ts'
import { wordsOf } from '../answer.tsx'
import { Notice } from '../notice.tsx'
import { describeOverride } from './describe-override.ts'

export type ConsequenceProps = {
  /** What it does, by the shares of this window. */
  readonly words: string
  readonly windowSeconds: number | undefined
  /** The change as a dry run; undefined: it is not whole yet. */
  readonly input: SetOverrideInput | undefined
}

/** Time without a keystroke after which the node is asked. */
const PAUSE_MS = 250

/** What a change would do, in the node's own words where it has any, before it is made. */
export function Consequence({ words, windowSeconds, input }: ConsequenceProps) {
  const { told, trouble } = useDryRun(input)
  const more = told === undefined ? [] : linesOf(told)
  const isCalm = told === undefined || (told.__typename === 'SetOverrideSuccess' && told.warnings.length === 0)
  return (
    <Notice color={isCalm ? 'gray' : 'orange'} title="What it would do" isLive>
      <Text size="sm">
        {words}
        {windowSeconds !== undefined && ` (of the last ${windowSeconds} s)`}.
      </Text>
      {[...more, ...(trouble === undefined ? [] : [trouble])].map((line) => (
        <Text key={line} size="sm" mt="xs" fw={isCalm ? 400 : 600}>
          {line}
        </Text>
      ))}
    </Notice>
  )
}

/** What the node says of it. */
function linesOf(told: OverridesSetMutation['setOverride']): readonly string[] {
  if (told.__typename !== 'SetOverrideSuccess') return [`${told.message} (${told.code})`]
  const { warnings, replaced, scope } = told
  return [
    ...warnings.map(({ code, message, remedy }) => `${message} (${code}): ${remedy}.`),
    ...(replaced === null ? [] : [`It replaces ${describeOverride(replaced)} of ${replaced.by}: ${replaced.reason}`]),
    ...(scope === 'NODE_ONLY' ? ['The config store is away: it would hold on this node alone (NODE_ONLY).'] : []),
  ]
}

type Tried = { readonly told?: OverridesSetMutation['setOverride'] | undefined; readonly trouble?: string | undefined }

/** Asks for the outcome of the change as it is now; the answer to an earlier one is not shown. */
function useDryRun(input: SetOverrideInput | undefined): Tried {
  const client = useClient()
  const key = input === undefined ? '' : JSON.stringify(input)
  const [tried, setTried] = useState<Tried & { readonly of: string }>()
  useEffect(() => {
    if (key === '') return undefined
    async function ask(): Promise<void> {
      const variables = { input: JSON.parse(key) as SetOverrideInput }
      const { data, error } = await client.mutation(OverridesSetDocument, variables).toPromise()
      setTried({ of: key, told: data?.setOverride, trouble: error === undefined ? undefined : wordsOf(error) })
    }
    const timer = setTimeout(() => void ask(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [client, key])
  return tried?.of === key ? tried : {}
}
