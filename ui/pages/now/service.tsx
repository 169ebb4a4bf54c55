import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { Polled } from '../../client/use-polled.ts'
import type { NowDependenciesQuery } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'

export type ServiceProps = { readonly of: Polled<NowDependenciesQuery> }

type Dependency = NowDependenciesQuery['health']['dependencies'][number]
/** A dependency, or that one of them is not there. */
type Shown = Omit<Dependency, 'status'> & { readonly status: string | undefined }

/** What the service needs and looks after, the store and Redis before all else. */
export function Service({ of }: ServiceProps) {
  return (
    <Stack component="section" gap="sm">
      <Answer of={of} again={of.again}>
        {({ health: { status, dependencies } }) => (
          <>
            <Group gap="sm">
              <Title order={2} size="h4">
                Service
              </Title>
              <StateBadge word={status} />
            </Group>
            <Card withBorder>
              <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
                {storeAndRedisFirst(dependencies).map((dependency) => (
                  <Lamp key={dependency.name} dependency={dependency} />
                ))}
              </SimpleGrid>
            </Card>
          </>
        )}
      </Answer>
    </Stack>
  )
}

function Lamp({ dependency: { name, status, latencyMs, message } }: { readonly dependency: Shown }) {
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <Text fw={600}>{name}</Text>
        {status !== undefined && <StateBadge word={status} />}
      </Group>
      <Text size="sm" c="dimmed">
        {message}
        {latencyMs !== null && `, in ${latencyMs} ms`}
      </Text>
    </div>
  )
}

const noRedis = {
  name: 'redis',
  status: 'NOT SET',
  latencyMs: null,
  message: 'without REDIS_URL; nodes follow through the store',
}

function storeAndRedisFirst(dependencies: readonly Dependency[]): readonly Shown[] {
  const named = (name: string) => dependencies.filter((one) => one.name === name)
  const redis = named('redis')
  const others = dependencies.filter(({ name }) => name !== 'config-store' && name !== 'redis')
  return [...named('config-store'), ...(redis.length > 0 ? redis : [noRedis]), ...others]
}
