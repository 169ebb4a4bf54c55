import type { HeadReply } from './head-thread.ts'

const DEADLINE_MS = 10_000

/** What a browser lets a page see of the answer. It keeps the status and the Location of a redirect to itself. */
export type HeadAnswer =
  | { readonly kind: 'REDIRECT' }
  | { readonly kind: 'REFUSED'; readonly status: number; readonly retryAfter: string | null }
  /** This page comes from `ADMIN_PORT`, where no redirects are made. */
  | { readonly kind: 'OTHER_LISTENER' }
  | { readonly kind: 'AWAY' }

/**
 * Asks a redirect worker for the video with HEAD, which is answered as the next GET and counts as no request. It is asked in a thread
 * of its own: to the page a browser would report each refusal as an error.
 */
export async function askHead(video: string): Promise<HeadAnswer> {
  const thread = new Worker(new URL('./head-thread.ts', import.meta.url), { type: 'module' })
  const { promise, resolve } = Promise.withResolvers<HeadReply>()
  const timer = setTimeout(() => resolve({ kind: 'NONE' }), DEADLINE_MS)
  thread.addEventListener('message', ({ data }: MessageEvent<HeadReply>) => resolve(data))
  thread.addEventListener('error', () => resolve({ kind: 'NONE' }))
  thread.postMessage(headPath(video)) // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, not a window
  const reply = await promise
  clearTimeout(timer)
  thread.terminate()
  switch (reply.kind) {
    case 'HIDDEN':
      return { kind: 'REDIRECT' }
    case 'STATUS':
      return reply.status === 404 ? { kind: 'OTHER_LISTENER' } : { ...reply, kind: 'REFUSED' }
    case 'NONE':
      return { kind: 'AWAY' }
    default:
      return reply satisfies never
  }
}

export function headPath(video: string): string {
  return `/?video=${encodeURIComponent(video.toWellFormed())}`
}
