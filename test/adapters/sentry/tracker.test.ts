import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSentryTracker } from '../../../src/adapters/sentry/tracker.ts'
import { describeError, type ErrorReport } from '../../../src/core/error-report.ts'
import { parseSentryDsn, type SentryDsn } from '../../../src/core/sentry-dsn.ts'
import type { ErrorTracker } from '../../../src/ports/error-tracker.ts'
import { startFakeIngest, type FakeIngest } from '../../support/fake-ingest.ts'
import { fixedClock, type FixedClock } from '../../support/fixed-clock.ts'
import { plant, plantedTexts, settingSecrets } from '../../support/planted-secrets.ts'

const source = { process: 'worker', worker: 'worker-1', revision: 7 } as const
const trouble = (message = 'the store is away'): ErrorReport => describeError('STORE_TROUBLE', message, source)

let ingest: FakeIngest
let clock: FixedClock
let tracker: ErrorTracker
beforeEach(async () => {
  ingest = await startFakeIngest('dsnkey')
  clock = fixedClock()
  tracker = open(ingest.dsn)
})
afterEach(() => ingest.close())

function open(dsn: string, deadlineMs = 5_000): ErrorTracker {
  const node = { node: 'host:8000', version: '1.2.3', environment: 'staging', secrets: settingSecrets }
  return openSentryTracker(parseSentryDsn(dsn) as SentryDsn, node, clock, deadlineMs)
}

const outcomes = (): object => Object.fromEntries([...tracker.outcomes()].filter(([, count]) => count > 0))

it('sends an error with its place, its process and its node, the key in a header alone', async () => {
  const error = new TypeError('no such thing')
  error.stack = 'TypeError: no such thing\n    at decide (file:///opt/x/src/core/routing/decide.ts:17:9)'
  await tracker.report(describeError('UNHANDLED_ERROR', error, source))
  expect(outcomes()).toEqual({ sent: 1 })
  const frame = { function: 'decide', filename: 'src/core/routing/decide.ts', lineno: 17, colno: 9, in_app: true }
  expect(ingest.events).toEqual([
    {
      event_id: expect.stringMatching(/^[\da-f]{32}$/),
      timestamp: clock.nowEpochMs() / 1_000,
      platform: 'node',
      level: 'error',
      logger: 'sluice',
      server_name: 'host:8000',
      release: 'sluice@1.2.3',
      environment: 'staging',
      fingerprint: ['UNHANDLED_ERROR', 'src/core/routing/decide.ts', 'decide'],
      tags: { group: 'UNHANDLED_ERROR', ...source },
      exception: { values: [{ type: 'TypeError', value: 'no such thing', stacktrace: { frames: [frame] } }] },
    },
  ])
  const [{ url, headers, body }] = ingest.received as [FakeIngest['received'][number]]
  expect(url).toBe('POST /api/42/envelope/')
  expect(headers['x-sentry-auth']).toBe('Sentry sentry_version=7, sentry_client=sluice/1.2.3, sentry_key=dsnkey')
  expect(url + body).not.toContain('dsnkey')
})

it('sends none of the secrets that are planted in messages, types, functions and stacks', async () => {
  const planted = plantedTexts.map(plant)
  for (const { text } of planted) {
    await clock.advance(61_000)
    const error = new Error(text)
    error.name = text
    error.stack = `${text}\n    at ${text.replaceAll(/[()]/g, '')} (/srv/${encodeURIComponent(text)}/x.ts:1:1)`
    await tracker.report(describeError('UNHANDLED_ERROR', error, source))
  }
  expect(ingest.events).toHaveLength(planted.length)
  const told = ingest.received.map(({ url, body }) => url + body)
  const leaked = planted.flatMap(({ secrets }, index) => secrets.filter((secret) => told[index]?.includes(secret)))
  expect(leaked).toEqual([])
})

describe('limits itself', () => {
  it('to 10 a minute of one group, and counts the others', async () => {
    for (let count = 0; count < 12; count += 1) await tracker.report(trouble(`for the ${count}th time`))
    await tracker.report(describeError('FAILED_PUBLISH', 'another group', source))
    expect(outcomes()).toEqual({ sent: 11, limited: 2 })
    await clock.advance(60_000)
    await tracker.report(trouble())
    expect(outcomes()).toEqual({ sent: 12, limited: 2 })
  })

  it('to 10 under way, whatever their groups, while the ingest is slow', async () => {
    tracker = open(ingest.dsn, 300)
    ingest.answer('HANGS')
    const groups = Array.from({ length: 12 }, (_, index) => {
      const error = new Error('slow')
      error.stack = `Error: slow\n    at f${index} (/x/src/a.ts:1:1)`
      return describeError('UNHANDLED_ERROR', error, source)
    })
    await Promise.all(groups.map((report) => tracker.report(report)))
    expect(outcomes()).toEqual({ limited: 2, failed: 10 })
  })
})

describe('an ingest that takes nothing costs a count', () => {
  it.each([
    { what: 'names a time', headers: { 'retry-after': '30' }, pauseMs: 30_000 },
    { what: 'names none', headers: {}, pauseMs: 60_000 },
    { what: 'names a date', headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, pauseMs: 60_000 },
    { what: 'names a day', headers: { 'retry-after': '86400' }, pauseMs: 3_600_000 },
  ])('and is left alone for a while after 429, when it $what', async ({ headers, pauseMs }) => {
    ingest.answer(429, headers)
    await tracker.report(trouble())
    ingest.answer(200)
    await clock.advance(pauseMs - 1)
    await tracker.report(trouble())
    expect([outcomes(), ingest.received.length]).toEqual([{ rejected: 2 }, 1])
    await clock.advance(1)
    await tracker.report(trouble())
    expect(outcomes()).toEqual({ rejected: 2, sent: 1 })
  })

  it.each([400, 403, 500, 503])('when it answers %i', async (status) => {
    ingest.answer(status)
    await tracker.report(trouble())
    expect(outcomes()).toEqual({ failed: 1 })
  })

  it('when it redirects, and is not followed', async () => {
    ingest.answer(307, { location: '/elsewhere' })
    await tracker.report(trouble())
    expect([outcomes(), ingest.received.length]).toEqual([{ failed: 1 }, 1])
  })

  it('when nobody is there', async () => {
    tracker = open('http://dsnkey@127.0.0.1:1/42')
    await tracker.report(trouble())
    expect(outcomes()).toEqual({ failed: 1 })
  })
})

it('counts what got lost before it came here', () => {
  tracker.countLost(3)
  expect(outcomes()).toEqual({ lost: 3 })
})
