import { Anchor, Badge, Group, List, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { FindingFragment, PublishStateQuery } from '../../generated/operations.ts'
import { Section } from '../../parts/section.tsx'

type Expectation = NonNullable<PublishStateQuery['workingCopy']>['config']['expectations'][number]
const BROKEN = 'EXPECTATION_BROKEN'

export type ExpectationsProps = {
  readonly expectations: readonly Expectation[]
  /** What was found; undefined while that is not known. */
  readonly issues: readonly FindingFragment[] | undefined
}

/** What has to stay true, and whether the working copy keeps it. The API proves it once nothing else is wrong. */
export function Expectations({ expectations, issues }: ExpectationsProps) {
  const isProved = issues !== undefined && !issues.some(({ severity, code }) => severity === 'ERROR' && code !== BROKEN)
  const broken = new Map(issues?.flatMap((issue) => (issue.code === BROKEN ? [[issue.path, issue.message] as const] : [])))
  return (
    <Section title="Expectations">
      {expectations.length === 0 && (
        <Text size="sm">
          Nothing is expected yet. Write down what has to stay true under{' '}
          <Anchor component={Link} href="/config/expectations/new" underline="always">
            a new expectation
          </Anchor>
          , and no publish breaks it.
        </Text>
      )}
      {expectations.length > 0 && (
        <List listStyleType="none" spacing="sm" aria-label="expectations">
          {expectations.map((expectation) => {
            const example = broken.get(`expectations.${expectation.key}`)
            return (
              <List.Item key={expectation.key}>
                <Group gap="xs">
                  <Verdict isProved={isProved} isBroken={example !== undefined} />
                  <Anchor component={Link} href={`/config/expectations/${expectation.key}`} size="sm" fw={600}>
                    {expectation.name}
                  </Anchor>
                </Group>
                <Text size="sm" c="dimmed">
                  {wordsOf(expectation)}
                </Text>
                {example !== undefined && <Text size="sm">{example}</Text>}
              </List.Item>
            )
          })}
        </List>
      )}
    </Section>
  )
}

function Verdict({ isProved, isBroken }: { readonly isProved: boolean; readonly isBroken: boolean }) {
  if (isBroken) return <Badge color="red">broken</Badge>
  return isProved ? <Badge color="teal">kept</Badge> : <Badge color="gray">not proved</Badge>
}

function wordsOf({ when, never, cdn, atLeastPercent, atMostPercent }: Expectation): string {
  const names = ['originClusters', 'pathPrefixes', 'countries'] as const
  const conditions = names.flatMap((name) => (when[name]?.length ? [`${name} ${when[name].join(', ')}`] : []))
  const bounds = [
    ...(never.length > 0 ? [`never ${never.join(', ')}`] : []),
    ...(atLeastPercent === null ? [] : [`${cdn} at least ${atLeastPercent} %`]),
    ...(atMostPercent === null ? [] : [`${cdn} at most ${atMostPercent} %`]),
  ]
  return `${conditions.length === 0 ? 'all requests' : conditions.join('; ')}: ${bounds.join('; ')}`
}
