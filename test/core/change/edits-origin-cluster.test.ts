import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/config/canonical.ts'
import { diffConfigs } from '../../../src/core/config/diff.ts'
import { deleteEntry, inSequence, replaceAll, updateSettings, upsertEntry } from '../../../src/core/change/edits.ts'
import { entriesOf } from '../../../src/core/config/model.ts'
import type { OriginClusterEdit } from '../../../src/core/config/origin-cluster.ts'
import type { SettingsEdit } from '../../../src/core/config/settings.ts'
import { ok } from '../../../src/core/result.ts'
import { configWith, originClusterWith } from '../../support/config.ts'
import { config, holds } from '../arbitraries.ts'

it('gives a new origin cluster its defaults', () => {
  expect(
    upsertEntry('originClusters', { key: 'a', hostSuffix: 'Video.Example.com' })(configWith({ originClusters: [] })),
  ).toEqual({
    ok: true,
    value: configWith({
      originClusters: [
        { key: 'a', hostSuffix: 'video.example.com', serverLabelPattern: null, schemes: ['http', 'https'], ports: [] },
      ],
    }),
  })
})

const old = originClusterWith({ key: 'a', hostSuffix: 'old', serverLabelPattern: 'x', schemes: ['https'], ports: [8443] })
const start = configWith({ originClusters: [old, { key: 'b', hostSuffix: 'taken' }] })

it.each<{ readonly edit: Omit<OriginClusterEdit, 'key'>; readonly after: Partial<typeof old> }>([
  { edit: {}, after: {} },
  { edit: { hostSuffix: 'NEW' }, after: { hostSuffix: 'new' } },
  { edit: { hostSuffix: 'old' }, after: {} },
  { edit: { serverLabelPattern: '[a-f]\\d?' }, after: { serverLabelPattern: '[a-f]\\d?' } },
  { edit: { serverLabelPattern: null }, after: { serverLabelPattern: null } },
  { edit: { serverLabelPattern: undefined }, after: {} },
  { edit: { schemes: ['http'] }, after: { schemes: ['http'] } },
  { edit: { schemes: ['https', 'http', 'https'] }, after: { schemes: ['http', 'https'] } },
  { edit: { ports: [9000, 80, 9000] }, after: { ports: [80, 9000] } },
  { edit: { ports: [] }, after: { ports: [] } },
  { edit: { ports: [1, 65_535] }, after: { ports: [1, 65_535] } },
])('changes of an existing origin cluster only what $edit gives', ({ edit, after }) => {
  const value = configWith({
    originClusters: [
      { ...old, ...after },
      { key: 'b', hostSuffix: 'taken' },
    ],
  })
  expect(upsertEntry('originClusters', { key: 'a', ...edit })(start)).toEqual({ ok: true, value })
})

it.each<{ readonly edit: OriginClusterEdit; readonly code: string; readonly field: string; readonly received: string | number }>([
  { edit: { key: 'A', hostSuffix: 'x' }, code: 'KEY_INVALID', field: 'key', received: 'A' },
  { edit: { key: 'new' }, code: 'REQUIRED', field: 'hostSuffix', received: 'nothing' },
  { edit: { key: 'constructor' }, code: 'REQUIRED', field: 'hostSuffix', received: 'nothing' },
  { edit: { key: 'a', hostSuffix: 'x.' }, code: 'HOST_SUFFIX_INVALID', field: 'hostSuffix', received: 'x.' },
  { edit: { key: 'a', hostSuffix: '' }, code: 'HOST_SUFFIX_INVALID', field: 'hostSuffix', received: '' },
  { edit: { key: 'a', hostSuffix: 'TAKEN' }, code: 'DUPLICATE', field: 'hostSuffix', received: 'taken' },
  { edit: { key: 'new', hostSuffix: 'old' }, code: 'DUPLICATE', field: 'hostSuffix', received: 'old' },
  {
    edit: { key: 'a', serverLabelPattern: '(x)' },
    code: 'SERVER_LABEL_PATTERN_INVALID',
    field: 'serverLabelPattern',
    received: '(x)',
  },
  { edit: { key: 'a', serverLabelPattern: '' }, code: 'SERVER_LABEL_PATTERN_INVALID', field: 'serverLabelPattern', received: '' },
  { edit: { key: 'a', schemes: [] }, code: 'SCHEMES_INVALID', field: 'schemes', received: '' },
  { edit: { key: 'a', schemes: ['http', 'ftp'] }, code: 'SCHEMES_INVALID', field: 'schemes', received: 'http,ftp' },
  { edit: { key: 'a', schemes: ['HTTP'] }, code: 'SCHEMES_INVALID', field: 'schemes', received: 'HTTP' },
  { edit: { key: 'a', ports: [0] }, code: 'PORTS_INVALID', field: 'ports', received: 0 },
  { edit: { key: 'a', ports: [80, 65_536] }, code: 'PORTS_INVALID', field: 'ports', received: 65_536 },
  { edit: { key: 'a', ports: [80.5] }, code: 'PORTS_INVALID', field: 'ports', received: 80.5 },
  {
    edit: { key: 'a', ports: Array.from({ length: 17 }, (_, port) => port + 1) },
    code: 'PORTS_INVALID',
    field: 'ports',
    received: '17 ports',
  },
])('refuses $edit with $code', ({ edit, code, field, received }) => {
  expect(upsertEntry('originClusters', edit)(start)).toMatchObject({ ok: false, problem: { code, field, received } })
})

it('says of a suffix that is taken who has it', () => {
  expect(upsertEntry('originClusters', { key: 'new', hostSuffix: 'taken' })(start)).toMatchObject({
    problem: { remedy: 'change the origin cluster "b" instead, which has it' },
  })
})

it('creates, changes and deletes an origin cluster with the key constructor', () => {
  const made = upsertEntry('originClusters', { key: 'constructor', hostSuffix: 'x' })
  const changed = upsertEntry('originClusters', { key: 'constructor', ports: [81] })
  const config0 = configWith({ originClusters: [] })
  const value = configWith({ originClusters: [{ key: 'constructor', hostSuffix: 'x', ports: [81] }] })
  expect(inSequence([made, changed])(config0)).toEqual({ ok: true, value })
  expect(inSequence([made, deleteEntry('originClusters', 'constructor')])(config0)).toEqual({ ok: true, value: config0 })
})

it('refuses to delete an origin cluster that is not there', () => {
  expect(deleteEntry('originClusters', 'constructor')(start)).toMatchObject({
    ok: false,
    problem: { code: 'NOT_FOUND', field: 'key', received: 'constructor', allowed: 'an existing origin cluster: a, b' },
  })
})

const limit = { perSecond: 1, burst: 1 }
const most = { perSecond: 1_000_000, burst: 10_000_000 }

it.each<{ readonly edit: SettingsEdit; readonly after: SettingsEdit }>([
  { edit: {}, after: {} },
  { edit: { ratio: undefined, redirectStatus: undefined }, after: {} },
  { edit: { ratio: 0 }, after: { ratio: 0 } },
  { edit: { ratio: 1_000_000 }, after: { ratio: 1_000_000 } },
  { edit: { redirectStatus: 308 }, after: { redirectStatus: 308 } },
  { edit: { ratio: 1, redirectStatus: 301 }, after: { ratio: 1, redirectStatus: 301 } },
  { edit: { rateLimit: undefined }, after: {} },
  { edit: { rateLimit: { global: limit } }, after: { rateLimit: { global: limit } } },
  { edit: { rateLimit: { perAddress: most, global: null } }, after: { rateLimit: { perAddress: most } } },
  { edit: { accessLog: { oneIn: 1 } }, after: { accessLog: { oneIn: 1 } } },
  { edit: { accessLog: null }, after: {} },
])('changes of the settings only what $edit gives', ({ edit, after }) => {
  expect(updateSettings(edit)(start)).toEqual({ ok: true, value: { ...start, settings: { ...start.settings, ...after } } })
})

it.each<{ readonly edit: SettingsEdit; readonly code: string; readonly field: string; readonly received: number }>([
  { edit: { ratio: -1 }, code: 'RATIO_INVALID', field: 'ratio', received: -1 },
  { edit: { ratio: 1_000_001 }, code: 'RATIO_INVALID', field: 'ratio', received: 1_000_001 },
  { edit: { ratio: 0.5 }, code: 'RATIO_INVALID', field: 'ratio', received: 0.5 },
  { edit: { ratio: Number.NaN }, code: 'RATIO_INVALID', field: 'ratio', received: Number.NaN },
  { edit: { redirectStatus: 303 }, code: 'REDIRECT_STATUS_INVALID', field: 'redirectStatus', received: 303 },
  { edit: { redirectStatus: 200 }, code: 'REDIRECT_STATUS_INVALID', field: 'redirectStatus', received: 200 },
  { edit: { ratio: -1, redirectStatus: 303 }, code: 'RATIO_INVALID', field: 'ratio', received: -1 },
  ...[0, -1, 0.5, 1_000_001, Number.NaN].map((perSecond) => ({
    edit: { rateLimit: { perAddress: { perSecond, burst: 1 } } },
    code: 'RATE_LIMIT_INVALID',
    field: 'rateLimit.perAddress.perSecond',
    received: perSecond,
  })),
  ...[0, 10_000_001].map((burst) => ({
    edit: { rateLimit: { perAddress: limit, global: { perSecond: 1, burst } } },
    code: 'RATE_LIMIT_INVALID',
    field: 'rateLimit.global.burst',
    received: burst,
  })),
  ...[0, 0.5, 1_000_001].map((oneIn) => ({
    edit: { accessLog: { oneIn } },
    code: 'ACCESS_LOG_INVALID',
    field: 'accessLog.oneIn',
    received: oneIn,
  })),
])('refuses the settings $edit with $code', ({ edit, code, field, received }) => {
  expect(updateSettings(edit)(start)).toMatchObject({ ok: false, problem: { code, field, received } })
})

describe('the rate limit', () => {
  const limited = configWith({ rateLimit: { perAddress: limit, global: most } })

  it('stays when an edit does not name it', () => {
    expect(updateSettings({ ratio: 3 })(limited)).toMatchObject({ value: { settings: { ...limited.settings, ratio: 3 } } })
  })

  it('is replaced whole', () => {
    const edited = updateSettings({ rateLimit: { perAddress: most } })(limited)
    expect(edited).toEqual(ok(configWith({ rateLimit: { perAddress: most } })))
  })

  it.each([{ rateLimit: null }, { rateLimit: {} }, { rateLimit: { perAddress: null, global: null } }])(
    'leaves nothing in the document once it is off: %j',
    (edit) => {
      const edited = updateSettings(edit)(limited)
      expect(edited.ok && canonicalJson(edited.value)).toBe(canonicalJson(configWith()))
      expect(edited.ok && Object.keys(edited.value.settings)).toEqual(['ratio', 'redirectStatus'])
    },
  )

  it('is off in a whole document that does not name it', () => {
    expect(replaceAll({ ...limited, settings: {} })(limited)).toEqual(ok(configWith()))
  })
})

it('changes nothing with edits that give nothing', () => {
  holds(
    fc.property(config, (drawn) => {
      const edits = [
        ...drawn.cdns.map(({ key }) => upsertEntry('cdns', { key })),
        ...drawn.originClusters.map(({ key }) => upsertEntry('originClusters', { key })),
        ...entriesOf(drawn, 'pools').map(({ key }) => upsertEntry('pools', { key })),
        ...entriesOf(drawn, 'rules').map(({ key }) => upsertEntry('rules', { key })),
        updateSettings({}),
      ]
      const edited = inSequence(edits)(drawn)
      expect(edited.ok && diffConfigs(drawn, edited.value)).toEqual([])
      expect(edited).toEqual({ ok: true, value: drawn })
    }),
  )
})
