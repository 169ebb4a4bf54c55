import type { Clock } from '../../ports/clock.ts'
import { checkHandles } from './check-handles.ts'
import { publicTransport } from './public-transport.ts'
import type { Transport } from './transport.ts'

/** Transport of the fast tier, and why it is this one. Undefined: every request goes to the parser of HTTP. */
export type ChosenTransport = {
  readonly transport: Transport | undefined
  readonly why: string
  /** Whether it is another one than was asked for. */
  readonly isFallback: boolean
}

/** Longest wait for the check of handles, which takes some 20 ms. */
const CHECK_MS = 2_000

/** Chooses by `FAST_TIER`. Handles are taken once they did here what they should. */
export async function chooseTransport(
  setting: 'auto' | 'public' | 'handles' | 'off',
  { after }: Pick<Clock, 'after'>,
): Promise<ChosenTransport> {
  if (setting === 'off') return { transport: undefined, why: 'FAST_TIER is off', isFallback: false }
  if (setting === 'public') return { transport: publicTransport, why: 'FAST_TIER is public', isFallback: false }
  const abort = new AbortController()
  const cancel = after(CHECK_MS, () => abort.abort())
  try {
    return { transport: await checkHandles(abort.signal), why: 'the handles of this Node passed their check', isFallback: false }
  } catch (error) {
    const why = `the handles of this Node failed their check: ${error instanceof Error ? error.message : String(error)}`
    return { transport: publicTransport, why, isFallback: true }
  } finally {
    cancel()
  }
}
