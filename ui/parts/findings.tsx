import { Anchor, Button, Group, List, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { FindingFragment } from '../generated/operations.ts'
import { formOf } from './form-of.ts'
import { StateBadge } from './state-badge.tsx'

/** Findings that are drawn at once: a broken CDN may be named by a thousand entries. */
const PAGE = 20

export type FindingsProps = {
  readonly issues: readonly FindingFragment[]
  /** Whether their paths are those of the working copy, and lead to its forms. */
  readonly isPending?: boolean
}

/** What is wrong or odd with a configuration: where, what, and what to do about it. */
export function Findings({ issues, isPending = false }: FindingsProps) {
  const [limit, setLimit] = useState(PAGE)
  return (
    <Stack gap="xs">
      <List listStyleType="none" spacing="sm" aria-label="findings">
        {issues.slice(0, limit).map((issue) => (
          <List.Item key={`${issue.severity} ${issue.code} ${issue.path} ${issue.message}`}>
            <Finding issue={issue} isPending={isPending} />
          </List.Item>
        ))}
      </List>
      {issues.length > limit && (
        <Button variant="default" size="xs" onClick={() => setLimit(limit + PAGE)}>
          {Math.min(PAGE, issues.length - limit)} more of {issues.length}
        </Button>
      )}
    </Stack>
  )
}

function Finding({ issue, isPending }: { readonly issue: FindingFragment; readonly isPending: boolean }) {
  const { severity, code, path, message, remedy } = issue
  const form = isPending ? formOf(path) : undefined
  return (
    <>
      <Group gap="xs">
        <StateBadge word={severity} size="sm" />
        <Text size="sm" fw={600}>
          {code}
        </Text>
        {form === undefined ? (
          <Text size="sm" ff="monospace">
            {path}
          </Text>
        ) : (
          <Anchor component={Link} href={form} size="sm" ff="monospace">
            {path}
          </Anchor>
        )}
      </Group>
      <Text size="sm">{message}</Text>
      <Text size="sm" c="dimmed">
        {remedy}
      </Text>
    </>
  )
}
