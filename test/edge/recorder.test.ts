import { serialize } from 'node:v8'
import { afterEach, expect, it } from 'vitest'
import { requestsOf } from '../../src/core/recorded/recorded-traffic.ts'
import type { RecordedRequest } from '../../src/core/recorded/recorded-request.ts'
import { hashText } from '../../src/core/selection/text-hash.ts'
import type { RecordingAnswer } from '../../src/ports/worker-link.ts'
import { revisionWith, type ConfigParts } from '../support/config.ts'
import { openEdge, type Edge, type EdgeParts } from '../support/edge.ts'
import { openInMemoryFacts } from '../support/facts-source.ts'
import { ask } from '../support/http.ts'

const opened: Edge[] = []
afterEach(async () => {
  for (const edge of opened.splice(0)) await edge.close()
})

async function open(config: ConfigParts = {}, parts: EdgeParts = {}): Promise<Edge> {
  const edge = await openEdge({ trustedProxies: '127.0.0.1', ...parts }, revisionWith(config))
  opened.push(edge)
  return edge
}

const film = `/?video=${encodeURIComponent('http://s7.origin-cluster/films/4/master.m3u8?token=planted-query')}`

it('keeps each GET, whatever it was answered, and nothing of a HEAD', async () => {
  const edge = await open({ ratio: 2 })
  await ask(edge.url + film)
  await ask(edge.url + film)
  await ask(edge.url + film, { method: 'HEAD' })
  await ask(edge.url + '/?video=http://evil.example/planted')
  await ask(edge.url + '/?video=http://evil.example/planted')
  expect(await recordedBy(edge)).toMatchObject([
    { label: 's7', refusal: null, weight: 1 },
    { label: 's7', refusal: null, weight: 1 },
    { refusal: 'HOST_NOT_ALLOWED', weight: 2 },
  ])
})

it('keeps no address, no path and no query', async () => {
  const edge = await open({}, { factsSource: openInMemoryFacts({ '198.51.100.7': { country: 'DE', continent: 'EU' } }) })
  const headers = { 'x-forwarded-for': '198.51.100.7', 'user-agent': 'planted-agent', cookie: 'planted-cookie' }
  await ask(edge.url + film, { headers })
  await ask(edge.url + '/?video=http://planted-host.example/planted-path?planted-query', { headers })
  const recording = await edge.link.askForRecording(3_600)
  const [request] = readAll(recording)
  expect(request).toMatchObject({
    network: hashText('198.51.100'),
    isIpv6: false,
    above: ['/', '/films/', '/films/4/'].map(hashText),
  })
  const bytes = serialize(recording)
  for (const text of [bytes.toString('latin1'), bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')])
    expect(text).not.toMatch(/planted|198\.51|films|master|m3u8|token|evil/)
})

it('keeps nothing while the settings say so, and forgets what it had', async () => {
  const edge = await open()
  await ask(edge.url + film)
  edge.link.send(revisionWith({ number: 2, recordTraffic: false }))
  await ask(edge.url + film)
  expect(await edge.link.askForRecording(3_600)).toMatchObject({ seconds: 0, refused: [], weights: [] })
  edge.link.send(revisionWith({ number: 3 }))
  expect(await recordedBy(edge)).toEqual([])
  await ask(edge.url + film)
  expect(await recordedBy(edge)).toMatchObject([{ revision: 3 }])
})

it('goes on with what it has when a revision changes', async () => {
  const edge = await open()
  await ask(edge.url + film)
  edge.link.send(revisionWith({ number: 2, ratio: 5 }))
  await ask(edge.url + film)
  expect(await recordedBy(edge)).toMatchObject([{ revision: 1 }, { revision: 2 }])
})

it('forgets a request after an hour, without another one', async () => {
  const edge = await open()
  await ask(edge.url + film)
  await edge.clock.advance(59 * 60_000)
  expect(await recordedBy(edge)).toHaveLength(1)
  await edge.clock.advance(60_000)
  expect(await recordedBy(edge)).toEqual([])
})

it('counts requests over the rate limit as refused', async () => {
  const edge = await open({ rateLimit: { perAddress: { perSecond: 1, burst: 1 } } })
  await ask(edge.url + film)
  await ask(edge.url + film)
  expect(await recordedBy(edge)).toMatchObject([{ refusal: null }, { refusal: 'RATE_LIMITED', weight: 1 }])
})

async function recordedBy({ link }: Edge): Promise<readonly RecordedRequest[]> {
  return readAll(await link.askForRecording(3_600))
}

function readAll(recording: RecordingAnswer['recording']): readonly RecordedRequest[] {
  return [...requestsOf({ recordings: [{ ...recording, worker: 'w1' }] })]
}
