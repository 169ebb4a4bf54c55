import { expect, it } from 'vitest'
import { parseSentryDsn } from '../../src/core/sentry-dsn.ts'

it.each([
  { dsn: 'https://abc@o1.ingest.example.com/42', envelopeUrl: 'https://o1.ingest.example.com/api/42/envelope/' },
  { dsn: 'http://abc@127.0.0.1:9000/1', envelopeUrl: 'http://127.0.0.1:9000/api/1/envelope/' },
  { dsn: 'https://abc@example.com/a/b/7', envelopeUrl: 'https://example.com/a/b/api/7/envelope/' },
])('reads $dsn, and keeps the key out of the address', ({ dsn, envelopeUrl }) => {
  expect(parseSentryDsn(dsn)).toEqual({ envelopeUrl, key: 'abc' })
})

it.each([
  '',
  'abc',
  'https://example.com/42',
  'https://abc:secret@example.com/42',
  'https://abc@example.com/',
  'https://abc@example.com/project',
  'https://abc@example.com/42?x=1',
  'https://abc@example.com/42#x',
  'ftp://abc@example.com/42',
  'https://a%20b@example.com/42',
])('refuses "%s"', (dsn) => expect(parseSentryDsn(dsn)).toBeUndefined())
