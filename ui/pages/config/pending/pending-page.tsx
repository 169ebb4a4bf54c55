import { Anchor, Text } from '@mantine/core'
import { useMutation, useQuery } from 'urql'
import { Link } from 'wouter'
import { ConfigPendingDocument, ConfigValidateDocument } from '../../../generated/operations.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { Answer } from '../../../parts/answer.tsx'
import { ChangeList } from '../../../parts/change-list.tsx'
import { Findings } from '../../../parts/findings.tsx'
import { PageFrame } from '../../../parts/page-frame.tsx'
import { Section } from '../../../parts/section.tsx'
import { ConfigTabs } from '../config-tabs.tsx'
import { useEdits } from '../use-edits.ts'
import { DiscardChanges } from './discard-changes.tsx'

/** What the working copy has that is not live, whose edits they are, and whether it could be published. */
export function PendingPage() {
  const [pending, again] = useQuery({ query: ConfigPendingDocument })
  const [validation, validate] = useMutation(ConfigValidateDocument)
  const askAnew = () => again({ requestPolicy: 'network-only' })
  useEdits(undefined, askAnew)
  const changes = pending.data?.pendingChanges ?? []
  return (
    <PageFrame title="Working copy" about="What the next revision will be; nothing of it is live before it is published.">
      <ConfigTabs here="pending" pending={changes.length} />
      <Section
        title="Pending changes"
        actions={
          pending.data && (
            <DiscardChanges
              changes={changes}
              version={pending.data.workingCopy?.version}
              onDiscarded={askAnew}
              onStale={askAnew}
            />
          )
        }
      >
        <Answer of={pending} again={askAnew}>
          {() =>
            changes.length === 0 ? (
              <Text c="dimmed">
                Nothing is pending: the working copy is the same as the live revision. Change an entry under{' '}
                <Anchor component={Link} href="/config" underline="always" inherit>
                  Entries
                </Anchor>
                .
              </Text>
            ) : (
              <>
                <ChangeList changes={changes} isPending />
                <Anchor component={Link} href="/publish" size="sm">
                  Look at what it would do, and publish
                </Anchor>
              </>
            )
          }
        </Answer>
      </Section>
      <Section
        title="Findings"
        actions={
          <ActionButton
            field="validate"
            size="xs"
            variant="default"
            loading={validation.fetching}
            onClick={() => void validate({})}
          >
            Check all of it
          </ActionButton>
        }
      >
        {validation.data === undefined && validation.error === undefined && (
          <Text c="dimmed">Checks the working copy as a whole, and changes nothing.</Text>
        )}
        <Answer of={{ ...validation, fetching: false }}>
          {({ validate: { valid, issues } }) => (
            <>
              <Text size="sm" component="output">
                {issues.length === 0
                  ? 'Nothing is wrong with it.'
                  : valid
                    ? 'It could be published; read the warnings.'
                    : 'It cannot be published yet.'}
              </Text>
              {issues.length > 0 && <Findings issues={issues} isPending />}
            </>
          )}
        </Answer>
      </Section>
    </PageFrame>
  )
}
