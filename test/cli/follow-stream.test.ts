import { describe, expect, it } from 'vitest'
import { CommandFailure, cliExitCodes } from '../../src/cli/command-failure.ts'
import { followStream } from '../../src/cli/follow-stream.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'

type Connection = (signal: AbortSignal) => Promise<Response>

const event = (value: unknown): string => `event: next\ndata: ${JSON.stringify(value)}\n\n`
const streamHeaders = { 'content-type': 'text/event-stream' }
const saying =
  (...texts: readonly string[]): Connection =>
  () =>
    Promise.resolve(
      new Response(
        new ReadableStream({
          start(controller) {
            for (const text of texts) controller.enqueue(new TextEncoder().encode(text))
            controller.close()
          },
        }),
        { headers: streamHeaders },
      ),
    )
const refused: Connection = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }))

/** Answers until it is aborted. */
const silent: Connection = (signal) =>
  Promise.resolve(
    new Response(
      new ReadableStream({
        start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
      }),
      { headers: streamHeaders },
    ),
  )

function follow(connections: readonly Connection[], clock: FixedClock = fixedClock()) {
  const stop = new AbortController()
  let tries = 0
  const connect: Connection = (signal) => (connections[tries++] ?? refused)(signal)
  const read = (text: string): unknown => JSON.parse(text)
  const events: unknown[] = []
  const ended = (async (): Promise<unknown> => {
    for await (const each of followStream({ connect, read, clock, stop: stop.signal })) events.push(each)
    return undefined
  })().catch((error: unknown) => error)
  return { events, ended, stop, clock, tries: () => tries }
}

/** Lets time pass until it has ended, an hour at most. */
async function pass({ clock, ended }: Pick<ReturnType<typeof follow>, 'clock' | 'ended'>): Promise<unknown> {
  const over = new AbortController()
  void ended.then(() => over.abort())
  for (let step = 0; step < 7_200 && !over.signal.aborted; step += 1) {
    await Promise.resolve()
    await clock.advance(500)
  }
  return ended
}

describe('a subscription', () => {
  it('yields its events, however they are cut, and skips heartbeats', async () => {
    const text = `:\n\n${event({ n: 1 })}${event({ n: 'é' })}`
    const bytes = [text.slice(0, 20), text.slice(20, 21), text.slice(21)]
    const followed = follow([saying(...bytes)])
    await pass(followed)
    expect(followed.events).toEqual([{ n: 1 }, { n: 'é' }])
  })

  it('goes on over lost connections, and fails after five tries in a row without an event', async () => {
    const followed = follow([saying(event(1)), refused, refused, refused, refused, saying(event(2))])
    const failure = await pass(followed)
    expect(followed.events).toEqual([1, 2])
    expect(failure).toBeInstanceOf(CommandFailure)
    expect(failure).toMatchObject({
      exitCode: cliExitCodes.unreachable,
      message: expect.stringContaining('ECONNREFUSED') as string,
    })
    expect(followed.tries()).toBe(6 + 5)
  })

  it('is opened anew when the service ends it', async () => {
    const followed = follow([saying(event(1), 'event: complete\ndata:\n\n'), saying(event(2))])
    await pass(followed)
    expect(followed.events).toEqual([1, 2])
  })

  it('is lost when nothing comes for 30 s', async () => {
    const followed = follow([silent, saying(event(1))])
    await followed.clock.advance(29_000)
    expect(followed.tries()).toBe(1)
    await pass(followed)
    expect(followed.events).toEqual([1])
  })

  it('fails at once where another try would end the same way', async () => {
    const noPermission: Connection = () => Promise.reject(new CommandFailure(cliExitCodes.noPermission, 'no'))
    const followed = follow([noPermission])
    expect(await pass(followed)).toMatchObject({ exitCode: cliExitCodes.noPermission })
    expect(followed.tries()).toBe(1)
  })

  it('ends without a failure when it is stopped, and leaves no timer', async () => {
    const followed = follow([silent])
    await followed.clock.advance(0)
    followed.stop.abort()
    expect(await followed.ended).toBeUndefined()
    expect(followed.clock.pending()).toBe(0)
  })
})
