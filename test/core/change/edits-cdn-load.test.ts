import { describe, expect, it } from 'vitest'
import { replaceAll, upsertEntry } from '../../../src/core/change/edits.ts'
import { canonicalJson } from '../../../src/core/config/canonical.ts'
import type { Capacity, CapacityEdit } from '../../../src/core/config/capacity.ts'
import { ok } from '../../../src/core/result.ts'
import { configWith } from '../../support/config.ts'

const defaults: Capacity = { requestsPerSecond: null, mbps: null, softPercent: 80, hardPercent: 100 }
const bounded = configWith({ cdns: [{ capacity: { ...defaults, mbps: 400_000 } }] })
const edit = (capacity: CapacityEdit | null | undefined) => upsertEntry('cdns', { key: 'default', capacity })

describe('the capacity of a CDN', () => {
  it.each<{ readonly given: CapacityEdit; readonly kept?: Partial<Capacity> }>([
    { given: {}, kept: defaults },
    { given: { requestsPerSecond: 20_000 }, kept: { requestsPerSecond: 20_000 } },
    { given: { mbps: 1, requestsPerSecond: null }, kept: { mbps: 1 } },
    { given: { requestsPerSecond: 100_000_000 }, kept: { requestsPerSecond: 100_000_000 } },
    { given: { softPercent: 1, hardPercent: 2 }, kept: { softPercent: 1, hardPercent: 2 } },
    { given: { softPercent: 199, hardPercent: 200 }, kept: { softPercent: 199, hardPercent: 200 } },
  ])('is kept as $given with 80 and 100 percent unless told', ({ given, kept }) => {
    const expected = configWith({ cdns: [{ capacity: { ...defaults, ...kept } }] })
    expect(edit(given)(bounded)).toEqual(ok(expected))
    expect(replaceAll(expected)(configWith())).toEqual(ok(expected))
  })

  it('stays when an edit does not name it, and leaves nothing in the document once it is null', () => {
    expect(edit(undefined)(bounded)).toEqual(ok(bounded))
    const edited = edit(null)(bounded)
    expect(edited.ok && canonicalJson(edited.value)).toBe(canonicalJson(configWith()))
  })

  it.each<{ readonly given: CapacityEdit; readonly field: string; readonly received: number }>([
    ...(['requestsPerSecond', 'mbps'] as const).flatMap((field) =>
      [0, -1, 1.5, 100_000_001, Number.NaN].map((value) => ({ given: { [field]: value }, field, received: value })),
    ),
    ...(['softPercent', 'hardPercent'] as const).flatMap((field) =>
      [0, 201, 80.5].map((value) => ({ given: { [field]: value }, field, received: value })),
    ),
    { given: { softPercent: 100 }, field: 'hardPercent', received: 100 },
    { given: { hardPercent: 80 }, field: 'hardPercent', received: 80 },
  ])('is refused with $given', ({ given, field, received }) => {
    expect(edit(given)(bounded)).toMatchObject({
      ok: false,
      problem: { code: 'CAPACITY_INVALID', field: `capacity.${field}`, received },
    })
  })
})

describe('the loadUrl of a CDN', () => {
  const told = (loadUrl: string | null) => upsertEntry('cdns', { key: 'default', loadUrl })(bounded)

  it.each([
    ['http://exporter.example.com', 'http://exporter.example.com/'],
    ['https://EXPORTER.example.com:8443/load/a.json?b=%20', 'https://exporter.example.com:8443/load/a.json?b=%20'],
    [`https://a.example.com/${'x'.repeat(490)}`, `https://a.example.com/${'x'.repeat(490)}`],
  ])('is kept: %s', (given, kept) => {
    expect(told(given)).toMatchObject({ ok: true, value: { cdns: [{ loadUrl: kept }] } })
  })

  it('is gone once it is null', () => {
    const on = told('http://exporter.example.com')
    expect(on.ok && upsertEntry('cdns', { key: 'default', loadUrl: null })(on.value)).toEqual(ok(bounded))
  })

  it.each([
    ['', ''],
    ['exporter.example.com', 'exporter.example.com'],
    ['ftp://exporter.example.com', 'ftp://exporter.example.com'],
    ['http://exporter.example.com/#a', 'http://exporter.example.com/#a'],
    ['http://exporter.example.com/a b', 'http://exporter.example.com/a b'],
    ['http://ann:secret@exporter.example.com/', '***@exporter.example.com/'],
    [`http://a.example.com/${'x'.repeat(492)}`, expect.any(String)],
  ])('is refused: %s', (given, received) => {
    expect(told(given)).toMatchObject({ ok: false, problem: { code: 'LOAD_URL_INVALID', field: 'loadUrl', received } })
  })
})
