import { Badge, Tabs } from '@mantine/core'
import { useLocation } from 'wouter'
import { count } from '../../parts/numbers.ts'

type ConfigTabsProps = { readonly here: 'entries' | 'pending' | 'yaml'; readonly pending: number | undefined }

const places = { entries: '/config', pending: '/config/pending', yaml: '/config/yaml' } as const

/** The three views of the working copy. */
export function ConfigTabs({ here, pending }: ConfigTabsProps) {
  const [, navigate] = useLocation()
  return (
    <Tabs
      value={here}
      onChange={(chosen) => navigate(places[(chosen ?? 'entries') as keyof typeof places])}
      activateTabWithKeyboard={false}
    >
      <Tabs.List aria-label="views of the working copy">
        <Tabs.Tab value="entries">Entries</Tabs.Tab>
        <Tabs.Tab
          value="pending"
          rightSection={pending !== undefined && pending > 0 ? <Badge color="orange">{count(pending)}</Badge> : undefined}
        >
          Pending changes
        </Tabs.Tab>
        <Tabs.Tab value="yaml">YAML</Tabs.Tab>
      </Tabs.List>
    </Tabs>
  )
}
