import { Badge, Stack, Text } from '@mantine/core'
import type { AccessTokensQuery } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { Ago } from '../../parts/time.tsx'

export type ApiToken = NonNullable<AccessTokensQuery['apiTokens']>[number]

export type TokenTableProps = { readonly tokens: readonly ApiToken[]; readonly onRevoke: (token: ApiToken) => void }

/** Every token that is kept, with its state; those that can be used first. */
export function TokenTable({ tokens, onRevoke }: TokenTableProps) {
  const usable = tokens.filter((token) => stateOf(token) === 'usable')
  const others = tokens.filter((token) => stateOf(token) !== 'usable')
  return (
    <DataTable
      name="tokens"
      rows={[...usable, ...others]}
      columns={[...columns, actionsOf(onRevoke)]}
      rowKey={({ id }) => id}
      words={(token) => `${token.name} ${token.roles.join(' ')} ${token.createdBy} ${stateOf(token)}`}
      empty="There is no API token yet. Make one for each program and person, with no more roles than it needs."
      minWidth={600}
    />
  )
}

const columns: readonly Column<ApiToken>[] = [
  {
    name: 'Name',
    by: ({ name }) => name,
    cell: ({ name, createdBy, createdAt }) => (
      <Stack gap={0}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          by {createdBy}, <Ago at={createdAt} />
        </Text>
      </Stack>
    ),
  },
  { name: 'State', by: stateOf, cell: (token) => <State token={token} /> },
  {
    name: 'Roles',
    by: ({ roles }) => roles.join(' '),
    cell: ({ roles }) => roles.join(', '),
  },
  { name: 'Ends', by: ({ expiresAt }) => expiresAt, cell: ({ expiresAt }) => <Ago at={expiresAt} /> },
  {
    name: 'Last used',
    by: ({ lastUsedAt }) => lastUsedAt ?? '',
    cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <Ago at={lastUsedAt} />),
  },
]

function actionsOf(onRevoke: TokenTableProps['onRevoke']): Column<ApiToken> {
  return { name: 'What now', cell: (token) => revokeButton(token, onRevoke) }
}

function revokeButton(token: ApiToken, onRevoke: TokenTableProps['onRevoke']) {
  if (stateOf(token) !== 'usable') return null
  return (
    <ActionButton
      field="revokeApiToken"
      size="compact-xs"
      variant="default"
      aria-label={`revoke ${token.name}`}
      onClick={() => onRevoke(token)}
    >
      Revoke …
    </ActionButton>
  )
}

const colors = { usable: 'teal', expired: 'gray', revoked: 'gray' } as const

function State({ token }: { readonly token: ApiToken }) {
  const state = stateOf(token)
  return (
    <Stack gap={0} align="flex-start">
      <Badge color={colors[state]} size="sm">
        {state}
      </Badge>
      {token.revokedAt !== null && (
        <Text size="xs" c="dimmed">
          <Ago at={token.revokedAt} />
        </Text>
      )}
    </Stack>
  )
}

function stateOf({ revokedAt, expiresAt }: ApiToken): keyof typeof colors {
  if (revokedAt !== null) return 'revoked'
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : 'usable'
}
