import { expect, it } from 'vitest'
import { deleteEntry, inSequence, updateSettings, upsertEntry } from '../../../src/core/change/edits.ts'
import type { CdnEdit } from '../../../src/core/config/cdn.ts'
import type { Cdn } from '../../../src/core/config/cdn.ts'
import { cdnWith, configWith } from '../../support/config.ts'

it('gives a new CDN its defaults', () => {
  expect(upsertEntry('cdns', { key: 'a', baseUrl: 'HTTPS://CDN/Vod/' })(configWith({ cdns: [] }))).toEqual({
    ok: true,
    value: configWith({ cdns: [{ key: 'a', name: 'a', baseUrl: 'https://cdn/Vod', weight: 1, enabled: true }] }),
  })
})

const old = { key: 'a', name: 'Old', baseUrl: 'old', weight: 7, enabled: false }

it.each<{ readonly edit: Partial<Cdn> }>([
  { edit: {} },
  { edit: { name: 'New' } },
  { edit: { baseUrl: 'new:8080/x' } },
  { edit: { weight: 0 } },
  { edit: { weight: 1_000 } },
  { edit: { enabled: true } },
  { edit: { name: 'New', baseUrl: 'new', weight: 3, enabled: true } },
])('changes of an existing CDN only what $edit gives', ({ edit }) => {
  const config = configWith({ cdns: [old, { key: 'b' }] })
  expect(upsertEntry('cdns', { key: 'a', ...edit })(config)).toEqual({
    ok: true,
    value: configWith({ cdns: [{ ...old, ...edit }, { key: 'b' }] }),
  })
})

it('takes an undefined field for an omitted one', () => {
  const config = configWith({ cdns: [old] })
  const edit = { key: 'a', name: undefined, baseUrl: undefined, weight: undefined, enabled: undefined }
  expect(upsertEntry('cdns', edit)(config)).toEqual({ ok: true, value: config })
})

it.each(['constructor', 'valueof', 'default'])('creates, changes and deletes a CDN with the key %s', (key) => {
  const made = upsertEntry('cdns', { key, baseUrl: 'cdn', weight: 2 })
  const changed = upsertEntry('cdns', { key, enabled: false })
  const config = configWith({ cdns: [] })
  expect(inSequence([made, changed])(config)).toEqual({
    ok: true,
    value: configWith({ cdns: [{ key, baseUrl: 'cdn', weight: 2, enabled: false }] }),
  })
  expect(inSequence([made, changed, deleteEntry('cdns', key)])(config)).toEqual({ ok: true, value: config })
})

it('keeps the CDNs in the order of their keys, not of their creation', () => {
  const made = ['b', 'a-b', 'c', 'a', 'ab'].map((key) => upsertEntry('cdns', { key, baseUrl: 'cdn' }))
  const result = inSequence(made)(configWith({ cdns: [] }))
  expect(result.ok && result.value.cdns.map(({ key }) => key)).toEqual(['a', 'a-b', 'ab', 'b', 'c'])
})

it('does not touch the configuration that it was given', () => {
  const config = configWith({ cdns: [old] })
  const copy = structuredClone(config)
  upsertEntry('cdns', { key: 'a', weight: 1 })(config)
  upsertEntry('cdns', { key: 'b', baseUrl: 'cdn' })(config)
  deleteEntry('cdns', 'a')(config)
  expect(config).toEqual(copy)
})

it.each<{ readonly edit: CdnEdit; readonly code: string; readonly field: string; readonly received: string | number }>([
  { edit: { key: 'A', baseUrl: 'cdn' }, code: 'KEY_INVALID', field: 'key', received: 'A' },
  { edit: { key: '', baseUrl: 'cdn' }, code: 'KEY_INVALID', field: 'key', received: '' },
  { edit: { key: 'new' }, code: 'REQUIRED', field: 'baseUrl', received: 'nothing' },
  { edit: { key: 'constructor' }, code: 'REQUIRED', field: 'baseUrl', received: 'nothing' },
  { edit: { key: 'a', baseUrl: '' }, code: 'BASE_URL_INVALID', field: 'baseUrl', received: '' },
  { edit: { key: 'a', baseUrl: 'ftp://é' }, code: 'BASE_URL_INVALID', field: 'baseUrl', received: 'ftp://?' },
  { edit: { key: 'a', name: '' }, code: 'NAME_INVALID', field: 'name', received: '' },
  { edit: { key: 'a', name: 'x\n' }, code: 'NAME_INVALID', field: 'name', received: 'x?' },
  { edit: { key: 'a', name: 'x\u0085' }, code: 'NAME_INVALID', field: 'name', received: 'x?' },
  { edit: { key: 'a', name: 'x\ud800' }, code: 'NAME_INVALID', field: 'name', received: 'x?' }, // no jsonb can hold half a pair
  { edit: { key: 'a', name: 'x'.repeat(201) }, code: 'NAME_INVALID', field: 'name', received: `${'x'.repeat(63)}~` },
  { edit: { key: 'a', weight: -1 }, code: 'WEIGHT_INVALID', field: 'weight', received: -1 },
  { edit: { key: 'a', weight: 1_001 }, code: 'WEIGHT_INVALID', field: 'weight', received: 1_001 },
  { edit: { key: 'a', weight: 1.5 }, code: 'WEIGHT_INVALID', field: 'weight', received: 1.5 },
  { edit: { key: 'a', weight: Number.NaN }, code: 'WEIGHT_INVALID', field: 'weight', received: Number.NaN },
  { edit: { key: 'a', weight: Infinity }, code: 'WEIGHT_INVALID', field: 'weight', received: Infinity },
])('refuses $edit with $code', ({ edit, code, field, received }) => {
  expect(upsertEntry('cdns', edit)(configWith({ cdns: [old] }))).toMatchObject({ ok: false, problem: { code, field, received } })
})

it.each(['é'.repeat(200), 'Ünïcödé 日本 😀', '"<script>"'])('takes the name %s', (name) => {
  const result = upsertEntry('cdns', { key: 'a', name })(configWith({ cdns: [old] }))
  expect(result.ok && result.value.cdns[0]?.name).toBe(name)
})

it.each([
  { keys: [], allowed: 'no CDN exists' },
  { keys: ['a', 'b'], allowed: 'an existing CDN: a, b' },
  { keys: 'abcdefghijk'.split(''), allowed: 'an existing CDN: a, b, c, d, e, f, g, h, i, j …' },
])('refuses to delete what is not there and names $allowed', ({ keys, allowed }) => {
  const config = configWith({ cdns: keys.map((key) => cdnWith({ key })) })
  expect(deleteEntry('cdns', 'constructor')(config)).toMatchObject({
    ok: false,
    problem: { code: 'NOT_FOUND', field: 'key', received: 'constructor', allowed },
  })
})

it('ends a sequence at the first edit that fails', () => {
  const edits = [upsertEntry('cdns', { key: 'a', baseUrl: 'cdn' }), deleteEntry('cdns', 'b'), updateSettings({ ratio: -1 })]
  expect(inSequence(edits)(configWith({ cdns: [] }))).toMatchObject({ ok: false, problem: { code: 'NOT_FOUND' } })
  expect(inSequence([])(configWith())).toEqual({ ok: true, value: configWith() })
})
