import { Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useQuery } from 'urql'
import { DependenciesDocument } from '../generated/operations.ts'
import { Notice } from '../parts/notice.tsx'

const EVERY_MS = 5_000
/** What the admin API itself needs; the page Now shows all the others. */
const needed = new Set(['config-store', 'redis'])

/** Says above every page what is away, and what that means: redirects go on. */
export function AwayBanner() {
  const [{ data, error }, ask] = useQuery({ query: DependenciesDocument, requestPolicy: 'network-only' })
  useEffect(() => {
    const timer = setInterval(() => ask(), EVERY_MS)
    return () => clearInterval(timer)
  }, [ask])
  const away = data?.health.dependencies.filter(({ name, status }) => needed.has(name) && status !== 'OK') ?? []
  return (
    <Stack gap="xs" mb={away.length > 0 || error?.networkError !== undefined ? 'md' : 0}>
      {error?.networkError !== undefined && (
        <Away title="The control process does not answer" text="It is back within seconds; what is shown may be old." />
      )}
      {away.map(({ name, status, message }) => (
        <Away key={name} title={`${name} is ${status}`} text={message} />
      ))}
    </Stack>
  )
}

function Away({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Notice color="orange" title={title} isLive>
      <Text size="sm">Redirects go on. {text}</Text>
    </Notice>
  )
}
