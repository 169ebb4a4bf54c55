import { Grid } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useQuery, useSubscription } from 'urql'
import { AccessEventsDocument, AccessTokensDocument } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { PageFrame } from '../../parts/page-frame.tsx'
import { Section } from '../../parts/section.tsx'
import { CreateToken } from './create-token.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { TokenTable, type ApiToken } from './token-table.tsx'

/** An empty list names no type, so the cache is told which it would have. */
const typesOf = { additionalTypenames: ['ApiToken'] }

export function AccessPage() {
  const [answer, ask] = useQuery({ query: AccessTokensDocument, context: typesOf })
  const [{ data }] = useSubscription({ query: AccessEventsDocument })
  const [revoking, setRevoking] = useState<ApiToken>()
  const lastEvent = data?.auditAppended.id
  useEffect(() => {
    if (lastEvent !== undefined) ask({ requestPolicy: 'network-only' })
  }, [lastEvent, ask])
  return (
    <PageFrame title="Access" about="API tokens for programs and people: who may do what, and until when.">
      <Grid>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <CreateToken />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Section title="API tokens">
            <Answer of={answer} again={() => ask({ requestPolicy: 'network-only' })}>
              {({ apiTokens }) => apiTokens && <TokenTable tokens={apiTokens} onRevoke={setRevoking} />}
            </Answer>
          </Section>
        </Grid.Col>
      </Grid>
      {revoking !== undefined && <RevokeDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </PageFrame>
  )
}
