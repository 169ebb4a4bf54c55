import { Group, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { ActionButton } from '../../parts/action-button.tsx'
import type { Asked, Try } from './use-tries.ts'

/** An address for documentation (RFC 5737), of which nobody knows anything. */
const SOMEBODY = '192.0.2.1'

/** Asks what to try. What was typed stays, whatever the answer is. */
export function TryForm({ make }: { readonly make: (asked: Asked) => Promise<Try> }) {
  const [video, setVideo] = useState('')
  const [ip, setIp] = useState(SOMEBODY)
  const [userAgent, setUserAgent] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const [wrongAddress, setWrongAddress] = useState<string>()

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setIsAsking(true)
    const { client } = await make({ video: video.trim(), ip: ip.trim(), userAgent })
    setWrongAddress(client.error?.graphQLErrors.find(({ extensions }) => extensions['code'] === 'IP_INVALID')?.message)
    setIsAsking(false)
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <TextInput
          label="Video URL"
          description="as a player has it, not yet encoded"
          placeholder="http://s1.origin-cluster/live/x.m3u8"
          value={video}
          onChange={(event) => setVideo(event.currentTarget.value)}
          required
        />
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Address of the client"
            description="192.0.2.1 stands for anybody"
            value={ip}
            onChange={(event) => setIp(event.currentTarget.value)}
            error={wrongAddress}
            required
          />
          <TextInput
            label="User agent"
            description="for rules with userAgents"
            value={userAgent}
            onChange={(event) => setUserAgent(event.currentTarget.value)}
          />
          <ActionButton
            field="clientFacts"
            type="submit"
            loading={isAsking}
            unavailable={video.trim() === '' ? 'there is no URL yet' : undefined}
          >
            Try it
          </ActionButton>
        </Group>
      </Stack>
    </form>
  )
}
