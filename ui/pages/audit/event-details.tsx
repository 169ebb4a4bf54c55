import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { AuditEntryFragment } from '../../generated/operations.ts'
import { Problem } from '../../parts/problem.tsx'
import { withEntries } from '../../parts/search.ts'
import styles from './event-list.module.css'
import type { FilterName } from './filter.ts'
import { SideBySide } from './side-by-side.tsx'

export type EventDetailsProps = { readonly event: AuditEntryFragment; readonly search: URLSearchParams }

const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })

/** All that is known of an attempt; each fact leads to the others that have it too. */
export function EventDetails({ event, search }: EventDetailsProps) {
  const { at, actor, role, address, action, target, code, message, field, before, after, revision, requestId } = event
  const facts: readonly (readonly [name: FilterName, label: string, value: string | number | null])[] = [
    ['actor', 'Actor', actor],
    ['role', 'Role', role],
    ['address', 'Address', address],
    ['action', 'Action', action],
    ['target', 'Target', target],
    ['code', 'Code', code],
    ['revision', 'Revision', revision],
    ['requestId', 'Request', requestId],
  ]
  return (
    <Stack gap="sm" className={styles.details}>
      {code !== null && <Problem problem={{ code, message: message ?? '', field }} />}
      {hasValue(before) || hasValue(after) ? (
        <SideBySide before={before} after={after} />
      ) : (
        <Text size="sm" c="dimmed">
          Nothing was changed.
        </Text>
      )}
      <dl className={styles.facts}>
        <dt>At</dt>
        <dd>{whole.format(Date.parse(at))}</dd>
        {facts.map(([name, label, value]) =>
          value === null ? null : <Fact key={name} name={name} label={label} value={String(value)} search={search} />,
        )}
      </dl>
    </Stack>
  )
}

type FactProps = { readonly name: FilterName; readonly label: string; readonly value: string; readonly search: URLSearchParams }

function Fact({ name, label, value, search }: FactProps) {
  const only = withEntries(search, { [name]: value, after: undefined, before: undefined })
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Anchor component={Link} href={`/audit?${only.toString()}`} size="sm" title={`only those with this ${name}`}>
          {value}
        </Anchor>
      </dd>
    </>
  )
}

function hasValue(value: unknown): boolean {
  return value !== null && value !== undefined
}
