import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/config/canonical.ts'
import { replaceAll, updateSettings, upsertEntry } from '../../../src/core/change/edits.ts'
import type { HealthCheck, HealthCheckEdit } from '../../../src/core/config/health-check.ts'
import { ok } from '../../../src/core/result.ts'
import { configWith } from '../../support/config.ts'
import { checkWith } from '../../support/health.ts'

const defaults = checkWith({ path: '/check' })
const checked = configWith({ cdns: [{ healthCheck: { ...defaults, fall: 1 } }, { key: 'b' }] })
const edit = (healthCheck: HealthCheckEdit | null | undefined) => upsertEntry('cdns', { key: 'default', healthCheck })

describe('the health check of a CDN', () => {
  it.each<{ readonly what: string; readonly given: Partial<HealthCheckEdit>; readonly kept?: Partial<HealthCheck> }>([
    { what: 'every default where only the path is named', given: {} },
    { what: 'every default for null', given: { method: undefined, expectBody: null } },
    { what: 'the smallest', given: { intervalSeconds: 1, timeoutSeconds: 1, fall: 1, rise: 1, slowStartSeconds: 0 } },
    { what: 'the largest', given: { intervalSeconds: 3_600, timeoutSeconds: 60, fall: 10, rise: 10, slowStartSeconds: 3_600 } },
    { what: 'a timeout of the interval', given: { intervalSeconds: 1 }, kept: { timeoutSeconds: 1 } },
    {
      what: 'statuses once each, ascending',
      given: { expectStatus: [404, 200, 404, 599] },
      kept: { expectStatus: [200, 404, 599] },
    },
    { what: 'a text of the body', given: { expectBody: 'é'.repeat(256) } },
    { what: 'HEAD', given: { method: 'HEAD' } },
    { what: 'the longest path', given: { path: `/${'~'.repeat(2_047)}` } },
    { what: 'a path with a query', given: { path: '/live/a.m3u8?x=%20&y=[1]|"' } },
    { what: 'internal addresses', given: { internal: true } },
  ])('keeps $what', ({ given, kept }) => {
    const healthCheck = { ...defaults, ...JSON.parse(JSON.stringify(given)), ...kept } as HealthCheck
    const expected = configWith({ cdns: [{ healthCheck }, { key: 'b' }] })
    expect(edit({ path: '/check', ...given })(checked)).toEqual(ok(expected))
    expect(replaceAll(expected)(configWith())).toEqual(ok(expected))
  })

  it('stays when an edit does not name it', () => {
    expect(edit(undefined)(checked)).toEqual(ok(checked))
    expect(upsertEntry('cdns', { key: 'default', weight: 2 })(checked)).toMatchObject({
      value: { cdns: [{ key: 'b' }, { weight: 2, healthCheck: { fall: 1 } }] },
    })
  })

  it('leaves nothing in the document once it is off', () => {
    const edited = edit(null)(checked)
    expect(edited.ok && canonicalJson(edited.value)).toBe(canonicalJson(configWith({ cdns: [{}, { key: 'b' }] })))
  })

  it.each<{
    readonly given: Partial<Record<keyof HealthCheckEdit, unknown>>
    readonly field: string
    readonly received: unknown
  }>([
    ...['', 'check', 'https://cdn.example.com/check', '/a b', '/a#b', '/é', '/a\n', '/a\u007f', `/${'x'.repeat(2_048)}`].map(
      (path) => ({ given: { path }, field: 'path', received: expect.any(String) }),
    ),
    ...['POST', 'get', ''].map((method) => ({ given: { method }, field: 'method', received: method })),
    ...[0, 199, 600, 200.5, Number.NaN].map((status) => ({
      given: { expectStatus: [200, status] },
      field: 'expectStatus',
      received: status,
    })),
    { given: { expectStatus: Array.from({ length: 11 }, () => 200) }, field: 'expectStatus', received: '11 statuses' },
    ...['', 'x'.repeat(257), 'a\nb', 'a\tb', '\0', '\ud800'].map((expectBody) => ({
      given: { expectBody },
      field: 'expectBody',
      received: expect.any(String),
    })),
    { given: { expectBody: 'ok', method: 'HEAD' }, field: 'expectBody', received: 'ok' },
    ...[0, 3_601, 1.5, -1, Number.NaN, Infinity].map((value) => ({
      given: { intervalSeconds: value },
      field: 'intervalSeconds',
      received: value,
    })),
    ...[0, 61, 1.5].map((value) => ({
      given: { intervalSeconds: 100, timeoutSeconds: value },
      field: 'timeoutSeconds',
      received: value,
    })),
    { given: { intervalSeconds: 5, timeoutSeconds: 6 }, field: 'timeoutSeconds', received: 6 },
    { given: { timeoutSeconds: 11 }, field: 'timeoutSeconds', received: 11 },
    ...(['fall', 'rise'] as const).flatMap((field) =>
      [0, 11, 1.5].map((value) => ({ given: { [field]: value }, field, received: value })),
    ),
    ...[-1, 3_601, 0.5].map((value) => ({ given: { slowStartSeconds: value }, field: 'slowStartSeconds', received: value })),
  ])('is refused with $given', ({ given, field, received }) => {
    const refused = edit({ path: '/check', ...given } as HealthCheckEdit)(checked)
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: 'HEALTH_CHECK_INVALID', field: `healthCheck.${field}`, received },
    })
  })

  it('is told every problem of a document', () => {
    const healthCheck = { path: 'x', method: 'PUT', intervalSeconds: 0, fall: 0 }
    const refused = replaceAll({ ...checked, cdns: [{ key: 'a', baseUrl: 'a.example.com', healthCheck }] })(checked)
    expect(refused.ok ? [] : refused.problem.issues?.map(({ code, path }) => `${code} ${path}`)).toEqual(
      ['path', 'method', 'intervalSeconds', 'fall'].map((field) => `HEALTH_CHECK_INVALID cdns.a.healthCheck.${field}`),
    )
  })
})

describe('the budget of an origin cluster', () => {
  it.each([
    { budget: { maxRequestsPerSecond: 1, maxShare: 1 } },
    { budget: { maxRequestsPerSecond: 1_000_000, maxShare: 0.1 + 0.2 } },
    { budget: { maxShare: Number.MIN_VALUE } },
  ])('keeps $budget, and leaves nothing once it is off', ({ budget }) => {
    const set = upsertEntry('originClusters', { key: 'origin-cluster', ...budget })(configWith())
    expect(set).toEqual(ok(configWith({ originClusters: [budget] })))
    const off = { key: 'origin-cluster', maxRequestsPerSecond: null, maxShare: null }
    const lifted = upsertEntry('originClusters', off)(configWith({ originClusters: [budget] }))
    expect(lifted.ok && canonicalJson(lifted.value)).toBe(canonicalJson(configWith()))
  })

  it.each([
    ...[0, -1, 1.5, 1_000_001, Number.NaN].map((value) => ({ field: 'maxRequestsPerSecond', value })),
    ...[0, -0.1, 1.000_001, Number.NaN, Infinity].map((value) => ({ field: 'maxShare', value })),
  ])('is refused with $field $value', ({ field, value }) => {
    const refused = upsertEntry('originClusters', { key: 'origin-cluster', [field]: value })(configWith())
    expect(refused).toMatchObject({ ok: false, problem: { code: 'BUDGET_INVALID', field, received: value } })
  })
})

describe('the bound of ejections', () => {
  it.each([0, 49, 51, 100])('keeps %d', (maxEjectedPercent) => {
    expect(updateSettings({ maxEjectedPercent })(configWith())).toEqual(ok(configWith({ maxEjectedPercent })))
  })

  it('is absent from the document at 50', () => {
    const edited = updateSettings({ maxEjectedPercent: 50 })(configWith({ maxEjectedPercent: 10 }))
    expect(edited.ok && canonicalJson(edited.value)).toBe(canonicalJson(configWith()))
  })

  it.each([-1, 101, 0.5, Number.NaN])('is refused with %d', (maxEjectedPercent) => {
    expect(updateSettings({ maxEjectedPercent })(configWith())).toMatchObject({
      problem: { code: 'MAX_EJECTED_PERCENT_INVALID', field: 'maxEjectedPercent', received: maxEjectedPercent },
    })
  })
})
