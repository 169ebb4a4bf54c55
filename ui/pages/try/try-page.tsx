import { Stack, Text, Title } from '@mantine/core'
import { PageFrame } from '../../parts/page-frame.tsx'
import { TryCard } from './try-card.tsx'
import { TryForm } from './try-form.tsx'
import { useTries } from './use-tries.ts'

export function TryPage() {
  const { tries, make } = useTries()
  return (
    <PageFrame
      title="Try a URL"
      about="What a player gets for a video URL, and why: a worker is asked with HEAD, which counts as no request, and the live revision decides it under the overrides and the health of now."
    >
      <TryForm make={make} />
      <section aria-labelledby="tries">
        <Title order={2} size="h4" id="tries" mb="sm">
          Last tries
        </Title>
        {tries.length === 0 ? (
          <Text c="dimmed">
            None yet. Paste the URL that a player would ask for; the last ten tries stay here until the tab is closed.
          </Text>
        ) : (
          <Stack>
            {tries.map((made) => (
              <TryCard key={made.id} made={made} />
            ))}
          </Stack>
        )}
      </section>
    </PageFrame>
  )
}
