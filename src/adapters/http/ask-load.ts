import type { IncomingMessage } from 'node:http'
import { addressFamilies } from '../../core/health/health.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AskLoad } from '../../ports/ask-load.ts'
import type { Question } from './ask-address.ts'
import { addressesOf, askFirst, OVER } from './ask-first.ts'
import type { Settle } from './judge-answer.ts'
import type { ResolveName } from './resolve-name.ts'

const TIMEOUT_SECONDS = 2
const MAX_BYTES = 65_536

type AskLoadParts = {
  readonly clock: Pick<Clock, 'after'>
  readonly resolveName: ResolveName
  /** Version of this program, which exporters are told. */
  readonly version: string
}

/** Asks over HTTP(S) as a health check does, both address families at once. The first whole answer counts. */
export function openHttpAskLoad({ clock, resolveName, version }: AskLoadParts): AskLoad {
  const common = { method: 'GET', timeoutSeconds: TIMEOUT_SECONDS, userAgent: `sluice/${version} load` } as const
  return async ({ url: text, internal }) => {
    const url = new URL(text)
    const deadline = new AbortController()
    const cancel = clock.after(TIMEOUT_SECONDS * 1_000, () => deadline.abort(OVER))
    const addresses = addressesOf(url, resolveName, deadline.signal)
    try {
      return await Promise.any(
        addressFamilies.map((family) => read(addresses[family], { ...common, url, internal }, deadline.signal)),
      )
    } catch (error) {
      const reasons = error instanceof AggregateError ? error.errors.map(({ message }: Error) => message) : [String(error)]
      throw new Error(reasons.find((reason) => reason !== NO_ADDRESS) ?? NO_ADDRESS, { cause: error })
    } finally {
      cancel()
      deadline.abort(OVER)
    }
  }
}

const NO_ADDRESS = 'its name has no address, or the resolver gave none in time'

async function read(
  addresses: Promise<readonly string[]>,
  question: Omit<Question, 'judge'>,
  signal: AbortSignal,
): Promise<string> {
  let body = ''
  const judge: Question['judge'] = (answer, settle) => readBody(answer, settle, (text) => (body = text))
  const answer = await askFirst(addresses, { ...question, judge }, signal)
  if (answer?.outcome === 'PASSED') return body
  if (answer?.outcome === 'FORBIDDEN') throw new Error('its address is internal, which needs loadInternal')
  throw new Error(answer?.message ?? NO_ADDRESS)
}

/** Reads the body of a 200. */
function readBody(answer: IncomingMessage, settle: Settle, take: (text: string) => void): void {
  const { statusCode = 0 } = answer
  if (statusCode !== 200) return settle('STATUS', `received status ${statusCode}, allowed is 200`)
  const chunks: Buffer[] = []
  let bytes = 0
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MAX_BYTES) settle('BODY', 'the body has more than 64 KiB')
    else chunks.push(chunk)
  })
  answer.once('end', () => {
    take(Buffer.concat(chunks).toString('utf8'))
    settle('PASSED', 'received status 200')
  })
  answer.on('error', () => settle('BODY', 'the body ended before its length'))
}
