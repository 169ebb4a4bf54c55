import { Badge, Tooltip } from '@mantine/core'
import { useConnection } from '../client/connection.ts'
import { useSession } from '../client/session.tsx'
import { lengthOf, useNow } from '../parts/time.tsx'

/** Tells whether events come, and the age of the last one where they do not. */
export function ConnectionLamp() {
  const { connection } = useSession()
  const { state, nextTryEpochMs, heardEpochMs } = useConnection(connection)
  const now = useNow()
  const age = heardEpochMs === undefined ? 'nothing heard yet' : `last event ${lengthOf(now - heardEpochMs)} ago`
  if (state === 'OPEN') return <Lamp color="teal" word="Live" more={age} />
  if (state === 'CONNECTING') return <Lamp color="gray" word="Connecting" more={age} />
  const next = nextTryEpochMs === undefined ? 'trying' : `next try in ${lengthOf(nextTryEpochMs - now)}`
  return <Lamp color="red" word="Away" more={`${age}; ${next}; redirects go on`} />
}

function Lamp({ color, word, more }: { readonly color: string; readonly word: string; readonly more: string }) {
  return (
    <Tooltip label={more} events={{ hover: true, focus: true, touch: true }}>
      <Badge
        variant="dot"
        style={{ flexShrink: 0 }}
        color={color}
        component="output"
        tabIndex={0}
        aria-label={`${word}: ${more}`}
      >
        {word}
      </Badge>
    </Tooltip>
  )
}
