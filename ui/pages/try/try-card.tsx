import { Badge, Code, Group, Paper, Text, Title } from '@mantine/core'
import { wordsOf } from '../../parts/answer.tsx'
import { Ago } from '../../parts/time.tsx'
import { headPath } from './ask-head.ts'
import { Head } from './head.tsx'
import { Targets } from './targets.tsx'
import type { Try } from './use-tries.ts'

/** What came of a try: the answer or the refusal, then why. */
export function TryCard({ made }: { readonly made: Try }) {
  const { asked, at, head, client, targets } = made
  const refusal = codeOf(made)
  const { color, word } = verdictOf(made, refusal)
  return (
    <Paper component="article" withBorder p="md" aria-label={`Try of ${asked.video}`}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Group gap="xs">
          <Badge color={color} miw="max-content">
            {word}
          </Badge>
          <Title order={3} size="h5" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {asked.video}
          </Title>
        </Group>
        <Text size="sm" c="dimmed" style={{ flex: 'none' }}>
          <Ago at={at} />
        </Text>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        for {asked.ip}
        {asked.userAgent !== '' && ` with ${asked.userAgent}`}
      </Text>
      <Head head={head} code={refusal} />
      {client.error !== undefined && <Text mt="xs">{wordsOf(client.error)}</Text>}
      {client.data !== undefined && <Way client={client.data.clientFacts} />}
      {refusal === undefined && <Targets told={targets} video={asked.video} />}
      {(head.kind === 'REDIRECT' || head.kind === 'REFUSED') && (
        <Text size="sm" mt="sm">
          The same from a shell{head.kind === 'REDIRECT' && ', which shows the Location of this turn'}:{' '}
          <Code style={{ overflowWrap: 'anywhere' }}>{curlOf(asked.video)}</Code>
        </Text>
      )}
    </Paper>
  )
}

function Way({ client }: { readonly client: NonNullable<Try['client']['data']>['clientFacts'] }) {
  const { rule, pool, country, zone, excludedCdns } = client
  return (
    <>
      <Text mt="xs">
        {rule === null ? 'No rule matches' : `The rule ${rule} decides`}: the pool <b>{pool}</b> is asked.
      </Text>
      <Text size="sm" c="dimmed">
        country {country ?? 'unknown'}, zone {zone ?? 'none'}
        {excludedCdns.length > 0 && `; never gets ${excludedCdns.join(', ')}`}
      </Text>
    </>
  )
}

function verdictOf({ head, client }: Try, refusal: string | undefined): { readonly color: string; readonly word: string } {
  if (refusal !== undefined || head.kind === 'REFUSED') return { color: 'red', word: 'refused' }
  if (head.kind === 'REDIRECT') return { color: 'teal', word: 'redirected' }
  return client.data === undefined ? { color: 'gray', word: 'not known' } : { color: 'teal', word: 'would be redirected' }
}

/** The code by which the live revision refuses the URL; undefined where it does not. */
function codeOf({ client }: Try): string | undefined {
  const code = client.error?.graphQLErrors[0]?.extensions['code']
  return typeof code === 'string' && isRefusal(code) ? code : undefined
}

/** Codes of the redirect; others say that nobody could look. */
function isRefusal(code: string): boolean {
  return code.startsWith('VIDEO_') || code === 'HOST_NOT_ALLOWED' || code === 'PORT_NOT_ALLOWED'
}

function curlOf(video: string): string {
  return `curl --head '${location.origin}${headPath(video).replaceAll("'", '%27')}'`
}
