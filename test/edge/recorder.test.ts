import { afterEach, expect, it } from 'vitest'
import { requestsOf } from '../../src/core/recorded/recorded-traffic.ts'
import type { RecordedRequest } from '../../src/core/recorded/recorded-request.ts'
import { hashText } from '../../src/core/selection/text-hash.ts'
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
  const pieces = await edge.link.askForRecording(3_600)
  const [request] = readAll(pieces)
  expect(request).toMatchObject({
    network: hashText('198.51.100'),
    isIpv6: false,
    above: ['/', '/films/', '/films/4/'].map(hashText),
  })
  for (const text of [JSON.stringify(pieces), ...wordsIn(pieces)])
    expect(text).not.toMatch(/planted|198\.51|films|master|m3u8|token|evil/)
})

it('keeps nothing while the settings say so, and forgets what it had', async () => {
  const edge = await open()
  await ask(edge.url + film)
  edge.link.send(revisionWith({ number: 2, recordTraffic: false }))
  await ask(edge.url + film)
  expect(await edge.link.askForRecording(3_600)).toMatchObject([{ end: { seconds: 0, refused: [] } }])
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

it('sends many requests in parts', async () => {
  const edge = await open()
  for (let request = 0; request < 6; request += 1)
    await Promise.all(Array.from({ length: 50 }, () => edge.worker.app.inject(film)))
  const pieces = await edge.link.askForRecording(3_600)
  expect(pieces.map(({ part }) => part?.weights)).toEqual([[{ rows: 250, weight: 1 }], [{ rows: 50, weight: 1 }], undefined])
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

function readAll(pieces: Awaited<ReturnType<Edge['link']['askForRecording']>>): readonly RecordedRequest[] {
  const parts = pieces.flatMap(({ part }) => part ?? [])
  const [end] = pieces.flatMap((piece) => (piece.part === undefined ? [piece.end] : []))
  return [...requestsOf({ recordings: [{ worker: 'w1', seconds: 0, refused: [], ...end, parts }] })]
}

/** The bytes of the rows, as text of one and of two bytes a character. */
function wordsIn(pieces: Awaited<ReturnType<Edge['link']['askForRecording']>>): readonly string[] {
  return pieces.flatMap(({ part }) => {
    const bytes = Buffer.from(part?.words ?? '', 'base64')
    return [bytes.toString('latin1'), bytes.toString('utf16le')]
  })
}
