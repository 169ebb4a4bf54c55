import { Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useClient, type CombinedError } from 'urql'
import { RoutingClientDocument, type RoutingClientQuery } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { ClientFacts } from './client-facts.tsx'
import type { Met } from './counts.ts'

type Asked = {
  readonly data?: RoutingClientQuery | undefined
  readonly error?: CombinedError | undefined
  readonly fetching: boolean
}

/** Tells what this node knows of an address, and shows in the picture what it meets. */
export function WhoIs({ onMet }: { readonly onMet: (met: Met | undefined) => void }) {
  const client = useClient()
  const [ip, setIp] = useState('')
  const [userAgent, setUserAgent] = useState('')
  const [video, setVideo] = useState('')
  const [asked, setAsked] = useState<Asked>()

  async function ask(event: FormEvent): Promise<void> {
    event.preventDefault()
    setAsked({ fetching: true })
    const variables = { ip: ip.trim(), userAgent: userAgent || null, video: video.trim() || null }
    const { data, error } = await client.query(RoutingClientDocument, variables, { requestPolicy: 'network-only' }).toPromise()
    setAsked({ data, error, fetching: false })
    onMet(data?.clientFacts.pool == null ? undefined : data.clientFacts)
  }

  return (
    <section aria-labelledby="who-is">
      <Title order={2} size="h4" id="who-is">
        Who is this address
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        By the live revision, without the headers of proxies, overrides and health. The first question takes a second or two.
      </Text>
      <Stack>
        <form onSubmit={(event) => void ask(event)}>
          <Group align="flex-end" gap="sm">
            <TextInput
              label="Address"
              placeholder="192.0.2.1"
              value={ip}
              onChange={(event) => setIp(event.currentTarget.value)}
              required
            />
            <TextInput label="User agent" value={userAgent} onChange={(event) => setUserAgent(event.currentTarget.value)} />
            <TextInput
              label="Video URL"
              placeholder="http://s1.origin-cluster/live/x.m3u8"
              value={video}
              onChange={(event) => setVideo(event.currentTarget.value)}
              style={{ flex: '1 1 16rem' }}
            />
            <ActionButton field="clientFacts" type="submit" loading={asked?.fetching ?? false}>
              Look up
            </ActionButton>
          </Group>
        </form>
        {asked !== undefined && <Answer of={asked}>{({ clientFacts }) => <ClientFacts facts={clientFacts} />}</Answer>}
      </Stack>
    </section>
  )
}
