import type { Clock } from '../ports/clock.ts'
import { CommandFailure, cliExitCodes, reasonOf } from './command-failure.ts'

/** The service sends a comment every 12 s: a connection without a byte for so long is lost. */
const SILENCE_MS = 30_000

/** Pauses between tries to connect again. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000]

/** Exit codes of failures after which another try may go well. */
const passing = new Set<number>([cliExitCodes.unreachable, cliExitCodes.tryAgain])

/** Longest event: two thousand workers, or as many CDNs. */
const MAX_EVENT_CHARACTERS = 4 * 1_048_576

type Parts<T> = {
  readonly connect: (signal: AbortSignal) => Promise<Response>
  /** Reads the data of an event, or of an answer that is no stream; fails with a `CommandFailure`. */
  readonly read: (text: string) => T
  readonly clock: Pick<Clock, 'after'>
  readonly stop: AbortSignal
}

/** Yields the events of a subscription over Server-Sent Events until `stop`, and connects again when the connection is lost. */
export async function* followStream<T>(parts: Parts<T>): AsyncGenerator<T, undefined> {
  let failures = 0
  while (!parts.stop.aborted) {
    let failure = new CommandFailure(cliExitCodes.unreachable, 'the service ended the subscription')
    try {
      for await (const event of readEvents(parts)) {
        failures = 0
        yield event
      }
    } catch (error) {
      failure = failureOf(error)
    }
    const pauseMs = PAUSES_MS[failures]
    if (parts.stop.aborted) return
    if (!passing.has(failure.exitCode) || pauseMs === undefined) throw failure
    failures += 1
    await pause(pauseMs, parts)
  }
}

/** Yields the events of one connection, to its end or to too long a silence. */
async function* readEvents<T>({ connect, read, clock, stop }: Parts<T>): AsyncGenerator<T> {
  const silence = new AbortController()
  let cancel = (): void => undefined
  const listen = (): void => {
    cancel()
    cancel = clock.after(SILENCE_MS, () => silence.abort(new Error(`it was silent for ${SILENCE_MS / 1_000} s`)))
  }
  try {
    listen()
    const response = await connect(AbortSignal.any([stop, silence.signal]))
    if (response.body === null || response.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
      yield read(await response.text())
      return
    }
    for await (const block of blocksOf(response.body, listen)) {
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data !== undefined && data !== '' && !/^event: complete$/m.test(block)) yield read(data)
    }
  } finally {
    cancel()
  }
}

async function* blocksOf(body: AsyncIterable<Uint8Array>, onBytes: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    onBytes()
    const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n')
    text = blocks.pop() ?? ''
    if (text.length > MAX_EVENT_CHARACTERS) throw new Error(`it sent an event of over ${MAX_EVENT_CHARACTERS} characters`)
    yield* blocks
  }
}

function failureOf(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return new CommandFailure(cliExitCodes.unreachable, `the connection to the service is lost (${reasonOf(cause)})`)
}

function pause(delayMs: number, { clock, stop }: Pick<Parts<unknown>, 'clock' | 'stop'>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(delayMs, resolve)
    stop.addEventListener('abort', () => (cancel(), resolve()), { once: true })
  })
}
