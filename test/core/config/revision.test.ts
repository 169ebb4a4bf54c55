import { describe, expect, it } from 'vitest'
import { cdnFields } from '../../../src/core/config/cdn.ts'
import { NEWEST_FORMAT_VERSION, sealRevision, whyUnusable } from '../../../src/core/config/revision.ts'
import { cdnWith, configWith, revisionWith, type ConfigParts } from '../../support/config.ts'

it('can be used as it was sealed, also after a way through JSON', () => {
  const revision = revisionWith({ number: 3, cdns: [{ key: 'constructor' }] })
  expect(whyUnusable(revision)).toBeUndefined()
  expect(whyUnusable(JSON.parse(JSON.stringify(revision)))).toBeUndefined()
})

it('keeps what it was given and adds format version and hash', () => {
  const { formatVersion, sha256, ...rest } = revisionWith({ number: 3 })
  expect({ formatVersion, sha256 }).toEqual({ formatVersion: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(rest).toEqual({
    number: 3,
    publishedAt: '2026-01-01T00:00:00.000Z',
    author: 'ann',
    message: null,
    parent: 2,
    rollbackOf: null,
    config: configWith(),
  })
})

it('has the hash of its document alone', () => {
  const revision = revisionWith()
  const later = sealRevision({
    ...revision,
    number: 9,
    author: 'bob',
    message: 'again',
    parent: 8,
    rollbackOf: 1,
    publishedAt: 'later',
  })
  expect(later.sha256).toBe(revision.sha256)
  expect(revisionWith({ ratio: 11 }).sha256).not.toBe(revision.sha256)
})

it.each([
  { what: 'a setting', tampered: { config: configWith({ ratio: 1 }) } },
  { what: 'a CDN', tampered: { config: configWith({ cdns: [cdnWith({ baseUrl: 'evil.com' })] }) } },
  { what: 'an unknown field', tampered: { config: { ...configWith(), extra: 1 } } },
  { what: 'the hash', tampered: { sha256: '0'.repeat(64) } },
  { what: 'the case of the hash', tampered: { sha256: revisionWith().sha256.toUpperCase() } },
])('can not be used when $what was changed by hand', ({ tampered }) => {
  expect(whyUnusable({ ...revisionWith({ number: 4 }), ...tampered })).toBe(
    'revision 4 does not match its sha256; it was damaged or edited by hand',
  )
})

it.each([0, 1.5, NEWEST_FORMAT_VERSION + 1])('can not be used with format version %d, whatever its hash', (formatVersion) => {
  const why = `revision 4 has format version ${formatVersion}, this program knows 1 to ${NEWEST_FORMAT_VERSION}; update Sluice`
  expect(whyUnusable({ ...revisionWith({ number: 4 }), formatVersion })).toBe(why)
  expect(whyUnusable({ ...revisionWith({ number: 4 }), formatVersion, sha256: '' })).toBe(why)
})

const healthCheck = { ...cdnFields.healthCheck.example, method: 'GET' } as const

describe('the format version is the lowest that can express the document', () => {
  it.each<{ readonly parts: ConfigParts; readonly formatVersion: number }>([
    { parts: {}, formatVersion: 1 },
    { parts: { rateLimit: { global: { perSecond: 1, burst: 1 } } }, formatVersion: 2 },
    { parts: { rateLimit: { perAddress: { perSecond: 1, burst: 1 } } }, formatVersion: 2 },
    { parts: { accessLog: { oneIn: 1 } }, formatVersion: 3 },
    { parts: { originClusters: [{ ratio: 0 }] }, formatVersion: 4 },
    { parts: { originClusters: [{ maxRequestsPerSecond: 1 }] }, formatVersion: 4 },
    { parts: { originClusters: [{ maxShare: 0.1 + 0.2 }] }, formatVersion: 4 },
    { parts: { cdns: [{ healthCheck }] }, formatVersion: 4 },
    { parts: { maxEjectedPercent: 0 }, formatVersion: 4 },
    { parts: { pools: [{}] }, formatVersion: 4 },
    { parts: { pools: [{}], rules: [{}] }, formatVersion: 4 },
  ])('$formatVersion of $parts', ({ parts, formatVersion }) => {
    const revision = revisionWith(parts)
    expect(revision.formatVersion).toBe(formatVersion)
    expect(whyUnusable(JSON.parse(JSON.stringify(revision)))).toBeUndefined()
  })

  it('and a document without a new field has the hash that it always had', () => {
    expect(revisionWith().sha256).toBe('2e431991c77a20a70817ac80428a35be438e6b7234fb2671807f990c9488c4df')
  })
})
