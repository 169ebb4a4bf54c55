import type { KeySource } from '../../ports/key-source.ts'

/** Deadline of the whole answer. */
const DEADLINE_MS = 3_000
/** Key sets of the large providers, certificates included, have about 20 KiB. */
const MAX_BYTES = 262_144

/** A key set at an address of the settings. Follows no redirect: the keys come from the operator's address only. */
export function openHttpKeySource(url: string, deadlineMs = DEADLINE_MS): KeySource {
  return {
    async fetch() {
      const response = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.timeout(deadlineMs),
        headers: { accept: 'application/jwk-set+json, application/json' },
      }).catch((error: unknown) => {
        throw new Error(`it can't be reached (${reasonOf(error)})`, { cause: error })
      })
      if (response.status !== 200) {
        await response.body?.cancel()
        throw new Error(`it answered ${response.status}, allowed is 200`)
      }
      try {
        return JSON.parse(await readBounded(response))
      } catch (error) {
        throw new Error(`its answer is not a key set (${reasonOf(error)})`, { cause: error })
      }
    },
  }
}

async function readBounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  // A Response's body is a ReadableStream of bytes; leaving the loop cancels it.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > MAX_BYTES) throw new Error(`over ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Prefers the system's own code, since `fetch failed` says nothing. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  if (error instanceof SyntaxError) return 'no JSON'
  const { cause } = error
  return cause instanceof Error ? (('code' in cause ? String(cause.code) : undefined) ?? cause.message) : error.message
}
