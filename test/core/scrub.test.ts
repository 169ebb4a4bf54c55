import { expect, it } from 'vitest'
import { scrub } from '../../src/core/scrub.ts'
import { plant, plantedTexts, settingSecrets } from '../support/planted-secrets.ts'

it('knows of more than 30 ways to plant a secret', () => expect(plantedTexts.length).toBeGreaterThan(30))

it.each(plantedTexts)('takes the secrets out of %s', (planted) => {
  const { text, secrets } = plant(planted)
  expect(secrets.length).toBeGreaterThan(0)
  const scrubbed = scrub(text, settingSecrets)
  expect(secrets.filter((secret) => scrubbed.includes(secret))).toEqual([])
})

it.each([
  "Cannot read properties of undefined (reading 'number')",
  'PostgreSQL at db:5432/sluice: ECONNREFUSED',
  'revision 7 has format version 99, this program knows 1 to 4; update Sluice',
  'cdns.default.weight: received 1001, allowed is an integer from 0 to 1000; give a weight in this range',
  'snapshots/7.json could not be written: ENOSPC',
  'at 12:30:45 it was over',
])('leaves %s as it is', (text) => expect(scrub(text, settingSecrets)).toBe(text))

it('keeps the host of a URL, which says who was asked', () => {
  expect(scrub('https://ann:pw@cdn.example.com:8443/a/b?c=d is away', [])).toBe('https://cdn.example.com:8443 is away')
})

it('keeps 500 characters, and takes a time that grows with those alone', () => {
  const startMs = performance.now()
  for (const piece of ['a', '1a', ':', 'a:', '@', '"', 'token=', 'a.', '://', 'eyJ'])
    expect(scrub(piece.repeat(1_000_000 / piece.length), ['secret']).length).toBeLessThanOrEqual(500)
  expect(performance.now() - startMs).toBeLessThan(2_000)
})
