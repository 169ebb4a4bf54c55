import { describe, expect, it } from 'vitest'
import { openLoadPoller } from '../../src/agent/load-poller.ts'
import type { Cdn } from '../../src/core/config/cdn.ts'
import type { OutsideLoad } from '../../src/ports/outside-loads.ts'
import { revisionWith } from '../support/config.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'

const capacity = { requestsPerSecond: 100, mbps: 400, softPercent: 80, hardPercent: 100 }
const urlOf = (key: string) => `https://exporter.example.com/${key}.json`
const polled = (key: string): Partial<Cdn> => ({ key, capacity, loadUrl: urlOf(key) })

/** A poller, what its exporters answer, and what came of it. */
function openPoller(cdns: readonly Partial<Cdn>[] = [polled('fast')]) {
  const clock = fixedClock()
  const answers = new Map<string, string | Error | Promise<string>>()
  const asked: string[] = []
  const [loads, problems]: [OutsideLoad[], string[]] = [[], []]
  let present = cdns
  const poller = openLoadPoller(
    {
      clock,
      storeTime: clock,
      random: () => 0.25,
      revisions: { current: () => revisionWith({ cdns: present }) },
      async askLoad({ url, internal }) {
        asked.push(`${url}${internal ? ' internal' : ''}`)
        const answer = answers.get(url) ?? '{"percent": 50}'
        if (answer instanceof Error) throw answer
        return answer
      },
      onProblem: (message) => void problems.push(message),
    },
    (load) => void loads.push(load),
  )
  const publish = async (next: readonly Partial<Cdn>[]): Promise<void> => {
    present = next
    poller.followRevisions()
    await settle()
  }
  return { clock, answers, asked, loads, problems, poller, publish }
}

describe('the poller of loads', () => {
  it('asks at once, then at random within ten seconds, then every ten seconds', async () => {
    const { clock, asked, publish } = openPoller()
    await publish([polled('fast')])
    expect(asked).toHaveLength(1)
    await clock.advance(2_499)
    expect(asked).toHaveLength(1)
    await clock.advance(1)
    expect(asked).toHaveLength(2)
    await clock.advance(100_000)
    expect(asked).toHaveLength(12)
  })

  it.each([
    ['{"percent": 81.5}', { percent: 81.5, mbps: null }, 30_000],
    ['{"mbps": 300, "validSeconds": 60, "more": ["x"]}', { percent: null, mbps: 300 }, 60_000],
    ['{"percent": 0, "mbps": null, "validSeconds": null}', { percent: 0, mbps: null }, 30_000],
  ])('takes %s', async (answer, load, forMs) => {
    const { clock, answers, loads, problems, poller, publish } = openPoller()
    answers.set(urlOf('fast'), answer)
    await publish([polled('fast')])
    const now = clock.nowEpochMs()
    expect(loads).toEqual([{ cdn: 'fast', ...load, reportedAtEpochMs: now, validUntilEpochMs: now + forMs }])
    expect([problems, poller.troubles().size]).toEqual([[], 0])
  })

  it.each([
    ['secret', /^LOAD_INVALID: received "6 characters that are no JSON object", allowed is an object such as /],
    ['["secret"]', /^LOAD_INVALID: received "10 characters that are no JSON object"/],
    ['{"percent": "secret"}', /^LOAD_INVALID: received "percent as a string", allowed is a number/],
    ['{"percent": 1001}', /^LOAD_INVALID: percent: received 1001/],
    ['{"percent": -1}', /^LOAD_INVALID: percent: received -1/],
    ['{"mbps": 4001}', /^LOAD_INVALID: mbps: received 4001/],
    ['{"percent": 1e999}', /^LOAD_INVALID: percent: /],
    ['{"percent": 1, "validSeconds": 3601}', /^LOAD_INVALID: validSeconds: received 3601/],
    ['{}', /^LOAD_INVALID: percent: received "neither percent nor mbps"/],
  ])('uses no answer such as %s, and tells it once', async (answer, why) => {
    const { clock, answers, loads, problems, poller, publish } = openPoller()
    answers.set(urlOf('fast'), answer)
    await publish([polled('fast')])
    await clock.advance(60_000)
    expect(loads).toEqual([])
    expect(problems).toEqual([expect.stringMatching(/^the loadUrl of CDN fast tells no load: LOAD_INVALID: /)])
    expect(problems[0]).not.toMatch(/exporter\.example\.com|secret/)
    expect(poller.troubles().get('fast')).toMatch(why)
  })

  it('tells a failure once, another one again, and none after a load', async () => {
    const { clock, answers, loads, problems, poller, publish } = openPoller()
    answers.set(urlOf('fast'), new Error('the connection was refused'))
    await publish([polled('fast')])
    await clock.advance(30_000)
    answers.set(urlOf('fast'), new Error('no answer within 2 s'))
    await clock.advance(30_000)
    expect(problems.map((line) => /tells no load: (.*);/.exec(line)?.[1])).toEqual([
      'the connection was refused',
      'no answer within 2 s',
    ])
    answers.delete(urlOf('fast'))
    await clock.advance(60_000)
    expect(poller.troubles().size).toBe(0)
    expect(loads).not.toEqual([])
  })

  it('asks as before after one failure', async () => {
    const { clock, answers, asked, publish } = openPoller()
    await publish([polled('fast')])
    answers.set(urlOf('fast'), new Error('away'))
    await clock.advance(2_500)
    answers.delete(urlOf('fast'))
    await clock.advance(30_000)
    expect(asked).toHaveLength(5)
  })

  it('asks less often one that fails, once a minute in the end, and as before once it tells a load', async () => {
    const { clock, answers, asked, publish } = openPoller([])
    answers.set(urlOf('dead'), new Error('away'))
    await publish([polled('dead'), polled('fast')])
    await clock.advance(120_000)
    const count = () => asked.filter((url) => url === urlOf('dead')).length
    expect(count(), 'after 0, 2.5, 12.5, 32.5 and 72.5 s').toBe(5)
    expect(asked.filter((url) => url === urlOf('fast'))).toHaveLength(13)
    const before = count()
    await clock.advance(120_000)
    expect(count() - before).toBe(2)
    answers.delete(urlOf('dead'))
    await clock.advance(60_000)
    const healed = count()
    await clock.advance(120_000)
    expect(count() - healed).toBeGreaterThan(9)
  })

  it('asks nobody without a loadUrl or a capacity, and internal addresses where it is told so', async () => {
    const { asked, publish } = openPoller()
    await publish([
      { key: 'a', capacity },
      { key: 'b', capacity, loadUrl: null },
      { key: 'c', loadUrl: urlOf('c') },
      { ...polled('d'), loadInternal: true },
    ])
    expect(asked).toEqual([`${urlOf('d')} internal`])
  })

  it('forgets a CDN that is gone, and passes over an answer that comes too late for it', async () => {
    const { clock, answers, asked, loads, poller, publish } = openPoller()
    const { promise, resolve } = Promise.withResolvers<string>()
    answers.set(urlOf('fast'), promise).set(urlOf('slow'), new Error('away'))
    await publish([polled('fast'), polled('slow')])
    await publish([{ ...polled('fast'), loadUrl: urlOf('other') }])
    resolve('{"percent": 99}')
    await settle()
    expect([loads.map(({ percent }) => percent), poller.troubles().size]).toEqual([[50], 0])
    await publish([])
    const { length } = asked
    await clock.advance(60_000)
    expect(asked).toHaveLength(length)
  })

  it('asks fifty at a time', async () => {
    const many = Array.from({ length: 120 }, (_, index) => polled(`cdn-${index}`))
    const { answers, asked, publish } = openPoller()
    const { promise, resolve } = Promise.withResolvers<string>()
    for (const { loadUrl } of many) answers.set(loadUrl ?? '', promise)
    await publish(many)
    expect(asked).toHaveLength(50)
    resolve('{"percent": 1}')
    await settle()
    expect(asked).toHaveLength(120)
  })
})
