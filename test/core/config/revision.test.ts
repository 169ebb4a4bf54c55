import { expect, it } from 'vitest'
import { sealRevision, whyUnusable } from '../../../src/core/config/revision.ts'
import { cdnWith, configWith, revisionWith } from '../../support/config.ts'

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

it.each([0, 2])('can not be used with format version %d, whatever its hash', (formatVersion) => {
  const why = `revision 4 has format version ${formatVersion}, this program knows 1; update Sluice`
  expect(whyUnusable({ ...revisionWith({ number: 4 }), formatVersion })).toBe(why)
  expect(whyUnusable({ ...revisionWith({ number: 4 }), formatVersion, sha256: '' })).toBe(why)
})
