import { Text, Tooltip } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useKept } from '../client/kept.ts'

const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** Those who look at the clock; one timer for all of them, while there are any. */
const watchers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let present = Date.now()

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) present = Date.now()
  watchers.add(watcher)
  timer ??= setInterval(() => {
    present = Date.now()
    for (const each of watchers) each()
  }, 1_000)
  return () => {
    watchers.delete(watcher)
    if (watchers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time by the clock on the wall, anew each second. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => present)
}

/** Whether moments are told by the clock, not by how long ago they are: a choice of the menu, since keys cannot hover. */
export function useIsClock(): readonly [boolean, (isClock: boolean) => void] {
  return useKept('time.isClock', false)
}

/** How long ago a moment is, or how far ahead; the moment itself on hover, or where that is chosen. */
export function Ago({ at }: { readonly at: string }) {
  const [isClock] = useIsClock()
  const moment = whole.format(Date.parse(at))
  return (
    <Tooltip label={moment} disabled={isClock}>
      <Text component="time" dateTime={at} inherit>
        {isClock ? moment : <AgoWords then={Date.parse(at)} />}
      </Text>
    </Tooltip>
  )
}

/** Drawn anew only when the words are others: a page may have hundreds of them. */
function AgoWords({ then }: { readonly then: number }) {
  return useSyncExternalStore(watch, () =>
    then > present ? `in ${lengthOf(then - present)}` : `${lengthOf(present - then)} ago`,
  )
}

/** The two largest units of a time: `1 h 5 min`, `12 s`. */
export function lengthOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`
}
