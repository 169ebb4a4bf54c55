import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { OverridePartsFragment } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import type { Column } from '../../parts/data-table.tsx'
import { percent } from '../../parts/numbers.ts'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'
import { LoadMeter } from './load-meter.tsx'
import { LastProbe } from './probe.tsx'
import { SlowStart } from './slow-start.tsx'
import type { CdnRow } from './use-cdns.ts'

/** Columns of the table of CDNs. `onOverride` opens the dialog for one. */
export function cdnColumns(
  overrides: readonly OverridePartsFragment[],
  onOverride: (key: string) => void,
): readonly Column<CdnRow>[] {
  return [
    { name: 'CDN', by: ({ key }) => key, cell: (cdn) => <Name cdn={cdn} /> },
    { name: 'State', by: ({ state }) => state?.adminState ?? '', cell: (cdn) => <State cdn={cdn} /> },
    { name: 'Health', by: ({ state }) => state?.health ?? '', cell: (cdn) => <Health cdn={cdn} /> },
    { name: 'Last probe', cell: ({ state }) => <LastProbe of={state?.lastProbe ?? null} /> },
    { name: 'Weight', isNumber: true, by: ({ weight }) => weight, cell: (cdn) => weightOf(cdn, overrides) },
    { name: 'Given', isNumber: true, by: ({ traffic }) => traffic?.share ?? 0, cell: ({ traffic }) => percent(traffic?.share) },
    {
      name: 'Wanted',
      isNumber: true,
      by: ({ traffic }) => traffic?.wantedShare ?? -1,
      cell: ({ traffic }) => percent(traffic?.wantedShare),
    },
    { name: 'Load', by: ({ load }) => load?.percent ?? -1, cell: (cdn) => <LoadMeter of={cdn} /> },
    {
      name: 'Change',
      cell: ({ key }) => (
        <ActionButton
          field="setOverride"
          size="compact-sm"
          variant="default"
          aria-label={`Override ${key} …`}
          onClick={() => onOverride(key)}
        >
          Override
        </ActionButton>
      ),
    },
  ]
}

/** The weight of the revision, and the one that holds instead. */
export function weightOf({ key, weight }: CdnRow, overrides: readonly OverridePartsFragment[]): string {
  const held = overrides.find(({ kind, target }) => kind === 'WEIGHT' && target === key)
  return held === undefined ? String(weight) : `${String(held.value)} (not ${weight})`
}

function Name({ cdn: { key, name } }: { readonly cdn: CdnRow }) {
  return (
    <>
      <Anchor component={Link} href={`/cdns/${key}`} fz="sm" fw={600}>
        {key}
      </Anchor>
      {name !== key && (
        <Text size="xs" c="dimmed" maw={180} truncate>
          {name}
        </Text>
      )}
    </>
  )
}

export function State({ cdn: { enabled, state } }: { readonly cdn: CdnRow }) {
  return (
    <>
      {state !== undefined && <StateBadge word={state.adminState} />}
      {!enabled && <Text size="xs">not enabled</Text>}
    </>
  )
}

function Health({ cdn }: { readonly cdn: CdnRow }) {
  const { state } = cdn
  if (state === undefined) return '–'
  return (
    <>
      <StateBadge word={state.health} />
      <Text size="xs" c="dimmed" maw={210}>
        {state.reason}
        {state.since !== null && (
          <>
            , since <Ago at={state.since} />
          </>
        )}
      </Text>
      <SlowStart of={cdn} />
    </>
  )
}
