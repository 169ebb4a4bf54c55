import { Text } from '@mantine/core'
import type { HeadAnswer } from './ask-head.ts'

/** Codes of refusals that the workers alone know of, by their status. */
const codes: Readonly<Record<number, string>> = { 429: 'RATE_LIMITED', 503: 'NOT_READY' }

/** What the worker said, as far as a browser tells it. */
export function Head({ head, code }: { readonly head: HeadAnswer; readonly code: string | undefined }) {
  return <Text>{sentenceOf(head, code)}</Text>
}

function sentenceOf(head: HeadAnswer, code: string | undefined): string {
  switch (head.kind) {
    case 'REDIRECT':
      return 'HEAD: a worker answers with a redirect. A browser keeps its Location from the page; below is what the live revision decides.'
    case 'REFUSED': {
      const retry = head.retryAfter === null ? '' : `, again in ${head.retryAfter} s`
      return `HEAD: a worker refuses it with ${head.status} ${code ?? codes[head.status] ?? ''}${retry}.`
    }
    case 'OTHER_LISTENER':
      return 'HEAD: this page comes from the admin listener, where no redirects are made, so no worker was asked. Below is what the live revision decides.'
    case 'AWAY':
      return 'HEAD: no answer within 10 s.'
    default:
      return head satisfies never
  }
}
