import { useCallback, useEffect, useRef } from 'react'
import { useSubscription } from 'urql'
import { useConnection } from '../../client/connection.ts'
import { useSession } from '../../client/session.tsx'
import { ConfigEditsDocument } from '../../generated/operations.ts'
import { listNames } from './form/declared.ts'

/** Edits that come together are looked at together. */
const PAUSE_MS = 300

/** Calls back after each edit that may concern this target, whoever made it, and after a time without connection. No target: all. */
export function useEdits(target: string | undefined, onEdit: () => void): void {
  const { state } = useConnection(useSession().connection)
  const call = useRef(onEdit)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wasAway = useRef(false)
  useEffect(() => {
    call.current = onEdit
  }, [onEdit])
  useEffect(() => () => clearTimeout(timer.current), [])

  const callSoon = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => call.current(), PAUSE_MS)
  }, [])

  useSubscription({ query: ConfigEditsDocument }, (_before, event) => {
    if (mayConcern(event.auditAppended.target, target)) callSoon()
    return event
  })
  useEffect(() => {
    if (state === 'OPEN' && wasAway.current) callSoon()
    wasAway.current = state === 'AWAY' || (wasAway.current && state !== 'OPEN')
  }, [state, callSoon])
}

/** An edit of another entry concerns nobody else; one of the whole (a publish, a rollback) concerns all. */
function mayConcern(edited: string, target: string | undefined): boolean {
  if (target === undefined || edited === target) return true
  const [list] = edited.split('.')
  return !listNames.some((name) => name === list)
}
