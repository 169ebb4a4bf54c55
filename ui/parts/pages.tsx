import { Pagination } from '@mantine/core'

export type PagesProps = {
  /** Says what the pages are of: `CDNs`. */
  readonly name: string
  readonly total: number
  readonly shown: number
  readonly onTurn: (page: number) => void
}

/** Buttons that lead through pages; none where there is one page. */
export function Pages({ name, total, shown, onTurn }: PagesProps) {
  if (total <= 1) return null
  return (
    <Pagination
      total={total}
      value={shown}
      onChange={onTurn}
      size="sm"
      aria-label={`Pages of ${name}`}
      getControlProps={(control) => ({ 'aria-label': `${control} page` })}
      getItemProps={(item) => ({ 'aria-label': `page ${item}` })}
    />
  )
}
