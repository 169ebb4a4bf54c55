import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { OverridePartsFragment } from '../../generated/operations.ts'
import { ActionButton } from '../action-button.tsx'
import { Notice } from '../notice.tsx'
import { StateBadge } from '../state-badge.tsx'
import { Ago } from '../time.tsx'
import { describeOverride } from './describe-override.ts'
import { LiftDialog } from './lift-dialog.tsx'

export type OverrideBannerProps = { readonly overrides: readonly OverridePartsFragment[] }

/** Overrides that are shown unless all are asked for: there may be 500. */
const SHOWN = 5

/** Everything that holds instead of the revision, whose it is, why, and until when; each can be lifted, and all at once. */
export function OverrideBanner({ overrides }: OverrideBannerProps) {
  const [isWhole, setIsWhole] = useState(false)
  const [lifted, setLifted] = useState<readonly OverridePartsFragment[]>()
  return (
    <>
      {overrides.length > 0 && (
        <Notice color="orange" title={overrides.length === 1 ? 'An override holds' : `${overrides.length} overrides hold`}>
          <Stack gap="xs">
            {(isWhole ? overrides : overrides.slice(0, SHOWN)).map((override) => (
              <Line key={describeOverride(override)} override={override} onLift={() => setLifted([override])} />
            ))}
            {overrides.length > 1 && (
              <Group gap="xs">
                <ActionButton field="liftOverride" size="xs" onClick={() => setLifted(overrides)}>
                  Lift all {overrides.length} …
                </ActionButton>
                {overrides.length > SHOWN && (
                  <Button size="xs" variant="default" onClick={() => setIsWhole(!isWhole)}>
                    {isWhole ? `Show ${SHOWN}` : `Show all ${overrides.length}`}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        </Notice>
      )}
      {lifted !== undefined && <LiftDialog overrides={lifted} onClose={() => setLifted(undefined)} />}
    </>
  )
}

type LineProps = { readonly override: OverridePartsFragment; readonly onLift: () => void }

function Line({ override, onLift }: LineProps) {
  const { reason, until, by, at, inEffect, scope } = override
  const words = describeOverride(override)
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Group gap="xs">
          <Text fw={600}>{words}</Text>
          {scope === 'NODE_ONLY' && <StateBadge word={scope} />}
          <Text size="sm">
            {until === null ? (
              'until it is lifted'
            ) : (
              <>
                ends <Ago at={until} />
              </>
            )}
          </Text>
        </Group>
        <Text size="sm">{reason}</Text>
        <Text size="sm" c="dimmed">
          by {by}, <Ago at={at} />
          {!inEffect && '; without effect: the live revision does not have its CDN'}
        </Text>
      </div>
      <ActionButton field="liftOverride" size="xs" variant="default" onClick={onLift} aria-label={`Lift ${words} …`}>
        Lift …
      </ActionButton>
    </Group>
  )
}
