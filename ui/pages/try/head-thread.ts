/** What a page may know of the answer: a redirect is hidden from it. */
export type HeadReply =
  | { readonly kind: 'HIDDEN' }
  | { readonly kind: 'STATUS'; readonly status: number; readonly retryAfter: string | null }
  | { readonly kind: 'NONE' }

addEventListener('message', ({ data }: MessageEvent<string>) => void ask(data).then((reply) => postMessage(reply)))

/**
 * A redirect ends as an error here. With `redirect: 'manual'` it would not, but the browser then lists a request to the target among
 * those of the page, though it sends none. So the listener is asked whether it is there at all.
 */
async function ask(path: string): Promise<HeadReply> {
  const how = { method: 'HEAD', redirect: 'error', cache: 'no-store', credentials: 'omit' } as const
  try {
    const { status, headers } = await fetch(path, how)
    return { kind: 'STATUS', status, retryAfter: headers.get('Retry-After') }
  } catch {
    const isThere = await fetch('/health/live', how).then(
      ({ ok }) => ok,
      () => false,
    )
    return { kind: isThere ? 'HIDDEN' : 'NONE' }
  }
}
