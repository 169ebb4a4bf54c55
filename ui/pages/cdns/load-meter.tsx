import { Box, Text } from '@mantine/core'
import { perSecond } from '../../parts/numbers.ts'
import type { CdnRow } from './use-cdns.ts'

/** How much of its capacity a CDN uses, with marks where its share falls and where it gets nothing more. */
export function LoadMeter({ of: { capacity, load } }: { readonly of: Pick<CdnRow, 'capacity' | 'load'> }) {
  if (capacity === null || load === null) return <Text size="sm">–</Text>
  const { percent, requestsPerSecond, keepPercent } = load
  const scale = Math.max(100, capacity.hardPercent, percent ?? 0)
  const at = (value: number) => `${(value / scale) * 100}%`
  const isFull = percent !== null && percent >= capacity.softPercent
  return (
    <Box miw={130}>
      <Text size="xs">
        {percent === null ? 'not known' : `${percent.toFixed(1)} %`} of {limitOf(capacity)}
      </Text>
      <Box aria-hidden pos="relative" h={8} my={3} bg="var(--mantine-color-default-border)" style={{ borderRadius: 2 }}>
        <Box
          h={8}
          w={at(percent ?? 0)}
          bg={isFull ? 'orange.6' : 'var(--mantine-primary-color-filled)'}
          style={{ borderRadius: 2 }}
        />
        {[capacity.softPercent, capacity.hardPercent].map((mark) => (
          <Box key={mark} pos="absolute" top={-2} left={`calc(${at(mark)} - 1px)`} h={12} w={2} bg="var(--mantine-color-text)" />
        ))}
      </Box>
      <Text size="xs" c="dimmed">
        {requestsPerSecond !== null && `${perSecond(requestsPerSecond)}, `}
        keeps {keepPercent} %{load.outside?.isStale === true && ', load from outside is stale'}
      </Text>
    </Box>
  )
}

/** What the capacity is. */
export function limitOf({ requestsPerSecond, mbps }: NonNullable<CdnRow['capacity']>): string {
  const limits = [requestsPerSecond !== null && perSecond(requestsPerSecond), mbps !== null && `${mbps} Mbit/s`]
  return limits.filter(Boolean).join(' and ') || 'its capacity'
}
