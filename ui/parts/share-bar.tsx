import { Box } from '@mantine/core'

export type ShareBarProps = {
  /** Fractions from 0 to 1; null: nobody can say. */
  readonly given: number | null
  readonly wanted: number | null
}

/** Given as a bar, wanted as a mark across it. The numbers stand beside it, so it is hidden from screen readers. */
export function ShareBar({ given, wanted }: ShareBarProps) {
  return (
    <Box aria-hidden pos="relative" h={12} miw={80} bg="var(--mantine-color-default-border)" style={{ borderRadius: 2 }}>
      <Box h={12} w={width(given ?? 0)} bg="var(--mantine-primary-color-filled)" style={{ borderRadius: 2 }} />
      {wanted !== null && (
        <Box pos="absolute" top={-3} left={`calc(${width(wanted)} - 1px)`} h={18} w={2} bg="var(--mantine-color-text)" />
      )}
    </Box>
  )
}

function width(fraction: number): string {
  return `${Math.min(1, Math.max(0, fraction)) * 100}%`
}
