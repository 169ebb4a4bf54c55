import { afterEach, describe, expect, it } from 'vitest'
import { parseSecret, type Secret } from '../../src/core/signing/secret.ts'
import type { SecretSource } from '../../src/ports/secret-source.ts'
import { revisionWith } from '../support/config.ts'
import { openEdge, workerWith, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'
import { openInMemorySecrets, type InMemorySecrets } from '../support/secrets.ts'
import { cdnChecks } from '../support/signed-urls.ts'
import { goodSecrets, signingWith } from '../support/signing.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const [key, other] = [goodSecrets.EDGE_AUTH, 'fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0']
const signed = { key: 'a', signing: signingWith() }
const beside = { key: 'b', weight: 0 }
const revision = revisionWith({ ratio: 0, cdns: [signed, beside] })
/** Two looks, behind which a change counts. */
const TWO_LOOKS_MS = 2_000

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function edgeWith(secretSource: SecretSource): Promise<Edge> {
  const edge = await openEdge({ secretSource }, revision)
  opened.push(edge)
  return edge
}

/** Where a redirect goes, and by which of the two secrets it is signed. */
async function whereTo({ url, clock }: Edge): Promise<string> {
  const { status, headers } = await ask(`${url}${video}`)
  const location = String(headers.location)
  const isSigned = (secret: string): boolean =>
    cdnChecks.EDGE_AUTH(location, { secrets: [secret], nowEpochSeconds: clock.nowEpochMs() / 1_000 })
  const by = isSigned(key) ? ' by the first' : isSigned(other) ? ' by the other' : ''
  return `${status} ${new URL(location).host.split('.')[0]}${by}`
}

const missingIn = ({ link }: Edge): unknown => link.reports.all.at(-1)?.missingSecrets

describe('the secret of a CDN', () => {
  let secrets: InMemorySecrets
  const change = async (edge: Edge, text: string | undefined, looks = TWO_LOOKS_MS): Promise<void> => {
    if (text === undefined) secrets.texts.delete('file:a')
    else secrets.texts.set('file:a', text)
    await edge.clock.advance(looks)
  }

  it('is read before the first redirect, and signs it', async () => {
    secrets = openInMemorySecrets({ 'file:a': key })
    const edge = await edgeWith(secrets)
    expect([await whereTo(edge), missingIn(edge), secrets.reads]).toEqual(['302 a by the first', [], ['file:a']])
  })

  it('signs with its first line, and with another one after two looks', async () => {
    secrets = openInMemorySecrets({ 'file:a': `${key}\n` })
    const edge = await edgeWith(secrets)
    await change(edge, `${key}\n${other}`)
    expect(await whereTo(edge)).toBe('302 a by the first')
    await change(edge, `${other}\n${key}`)
    expect(await whereTo(edge)).toBe('302 a by the other')
  })

  it('takes the CDN out while it is away, and is told of in the report; a half of it is passed over', async () => {
    secrets = openInMemorySecrets({ 'file:a': key })
    const edge = await edgeWith(secrets)
    await change(edge, key.slice(0, 9), TWO_LOOKS_MS / 2)
    await change(edge, key)
    expect([await whereTo(edge), missingIn(edge)]).toEqual(['302 a by the first', []])
    await change(edge, undefined)
    expect([await whereTo(edge), missingIn(edge)]).toEqual(['302 b', [{ cdn: 'a', why: 'file:a: no such file' }]])
    await change(edge, key)
    expect([await whereTo(edge), missingIn(edge)]).toEqual(['302 a by the first', []])
  })

  it('stays while orders come, and is read no more once no revision names it', async () => {
    secrets = openInMemorySecrets({ 'file:a': key })
    const edge = await edgeWith(secrets)
    edge.link.send(revisionWith({ number: 2, ratio: 0, cdns: [signed, { ...beside, name: 'renamed' }] }))
    expect(await whereTo(edge)).toBe('302 a by the first')
    edge.link.send(revisionWith({ number: 3, ratio: 0, cdns: [{ key: 'b' }] }))
    await edge.clock.advance(TWO_LOOKS_MS)
    const read = secrets.reads.length
    await edge.clock.advance(60_000)
    expect([await whereTo(edge), secrets.reads.length]).toEqual(['302 b', read])
  })
})

it('runs a revision after a second while its secret hangs, and signs when that comes', async () => {
  const late = Promise.withResolvers<Secret>()
  const under = workerWith({ secretSource: { read: () => late.promise } })
  opened.push(under)
  const started = under.worker.start({ port: 0, host: '127.0.0.1' })
  under.link.send(revision)
  expect(under.worker.revision()).toBeUndefined()
  await under.clock.advance(1_000)
  await started
  expect(under.link.reports.all.at(-1)?.missingSecrets).toEqual([{ cdn: 'a', why: 'file:a: it could not be read within 1 s' }])
  late.resolve(parseSecret(key))
  await under.clock.advance(TWO_LOOKS_MS)
  expect(under.link.reports.all.at(-1)?.missingSecrets).toEqual([])
})

it('gives orders that come while a secret is read in their order', async () => {
  const late = Promise.withResolvers<Secret>()
  const under = workerWith({ secretSource: { read: () => late.promise } })
  opened.push(under)
  const started = under.worker.start({ port: 0, host: '127.0.0.1' })
  under.link.send(revision)
  under.link.send(revisionWith({ number: 2, cdns: [{ key: 'b' }] }))
  late.resolve(parseSecret(key))
  await started
  expect(under.worker.revision()).toBe(2)
})
