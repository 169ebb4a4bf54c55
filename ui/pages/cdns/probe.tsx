import { Text } from '@mantine/core'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'
import type { Probe } from './use-cdns.ts'

/** The last probe of this node: what came of it, how long it took, and when. */
export function LastProbe({ of }: { readonly of: Probe | null }) {
  if (of === null) return <Text size="sm">–</Text>
  return (
    <>
      <StateBadge word={of.outcome} />
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {probeWords(of)}
      </Text>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        <Ago at={of.at} />
      </Text>
    </>
  )
}

/** `200, 12.3 ms`. */
function probeWords({ status, latencyMs }: Probe): string {
  const took = `${latencyMs.toFixed(1)} ms`
  return status === null ? took : `${status}, ${took}`
}
