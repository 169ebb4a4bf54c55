import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planCreateApiToken, planRevokeApiToken, type ApiTokenWish } from '../../../src/core/change/plan-api-token.ts'
import { mayActAs, roles, type Role, type Viewer } from '../../../src/core/access/roles.ts'
import { attempt } from './states.ts'
import type { ApiToken } from '../../../src/core/access/api-token.ts'

const now = '2026-01-01T00:00:00.000Z'
const maker = (...held: readonly Role[]): Viewer => ({ name: 'ann', roles: held, expiresAt: null })
const wish: ApiTokenWish = { name: 'ci', roles: ['publisher'] }
const create = (changed: Partial<ApiTokenWish> = {}, tokens: readonly ApiToken[] = [], by = maker('admin')) =>
  planCreateApiToken({ ...wish, ...changed }, 'hash', by, now).plan(tokens, attempt)

const tokenWith = (changed: Partial<ApiToken>): ApiToken => ({
  id: 1,
  name: 'ci',
  roles: ['viewer'],
  createdBy: 'ann',
  createdAt: now,
  expiresAt: '2026-02-01T00:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
  ...changed,
})
const revoked = { revokedAt: now }

describe('a token to make', () => {
  it('has its roles, its maker, and 90 days unless told', () => {
    expect(create({ roles: ['editor', 'viewer', 'editor'] })).toEqual({
      ok: true,
      value: {
        created: {
          name: 'ci',
          hash: 'hash',
          roles: ['viewer', 'editor'],
          createdBy: 'ann',
          createdAt: now,
          expiresAt: '2026-04-01T00:00:00.000Z',
        },
        forgottenIds: [],
        audit: {
          target: 'apiTokens.ci',
          before: null,
          after: { roles: ['viewer', 'editor'], expiresAt: '2026-04-01T00:00:00.000Z' },
        },
      },
    })
  })

  it.each([
    { expiresInDays: 1, expiresAt: undefined, ends: '2026-01-02T00:00:00.000Z' },
    { expiresInDays: 366, expiresAt: undefined, ends: '2027-01-02T00:00:00.000Z' },
    { expiresInDays: undefined, expiresAt: '2026-01-01T00:00:01Z', ends: '2026-01-01T00:00:01.000Z' },
    { expiresInDays: undefined, expiresAt: '2026-06-01T12:00:00.5+02:00', ends: '2026-06-01T10:00:00.500Z' },
  ])('ends $ends', ({ ends, ...expiry }) => {
    expect(create(expiry)).toMatchObject({ ok: true, value: { created: { expiresAt: ends } } })
  })

  it.each<{ readonly changed: Partial<ApiTokenWish>; readonly code: string; readonly field: string }>([
    ...['', '-a', '.a', 'a b', 'é', 'a/b', 'a\n', 'a:b', 'x'.repeat(65)].map((name) => ({
      changed: { name },
      code: 'NAME_INVALID',
      field: 'name',
    })),
    { changed: { roles: [] }, code: 'ROLES_INVALID', field: 'roles' },
    ...[0, -1, 367, 2 ** 31 - 1].map((expiresInDays) => ({
      changed: { expiresInDays },
      code: 'EXPIRY_INVALID',
      field: 'expiresInDays',
    })),
    ...[
      now,
      '2025-12-31T23:59:59Z',
      '2027-01-02T00:00:00.001Z',
      '2026-02-01',
      '2026-02-01T00:00:00',
      '2026-13-01T00:00:00Z',
      'tomorrow',
      '',
      '9'.repeat(400),
    ].map((expiresAt) => ({ changed: { expiresAt }, code: 'EXPIRY_INVALID', field: 'expiresAt' })),
    { changed: { expiresAt: '2026-02-01T00:00:00Z', expiresInDays: 30 }, code: 'EXPIRY_INVALID', field: 'expiresAt' },
  ])('is refused with $code: $changed', ({ changed, code, field }) => {
    expect(create(changed)).toMatchObject({ ok: false, problem: { code, field, remedy: expect.stringMatching(/./) } })
  })

  it('never may more than its maker, whoever that is', () => {
    fc.assert(
      fc.property(fc.subarray([...roles], { minLength: 1 }), fc.subarray([...roles], { minLength: 1 }), (held, wanted) => {
        const by = maker(...held)
        expect(create({ roles: wanted }, [], by).ok).toBe(wanted.every((role) => mayActAs(by, role)))
      }),
    )
  })

  describe('of a maker whose own token ends', () => {
    const ends = '2026-01-11T00:00:00.000Z'
    const by = { ...maker('admin'), expiresAt: ends }

    it.each([
      { what: 'with it when nothing is said', wish: {}, expiresAt: ends },
      { what: 'in as many days as are left', wish: { expiresInDays: 10 }, expiresAt: ends },
      { what: 'at that very moment', wish: { expiresAt: ends }, expiresAt: ends },
      { what: 'before it', wish: { expiresInDays: 1 }, expiresAt: '2026-01-02T00:00:00.000Z' },
    ])('may end $what', ({ wish: said, expiresAt }) => {
      expect(create(said, [], by)).toMatchObject({ ok: true, value: { created: { expiresAt } } })
    })

    it.each([{ expiresInDays: 11 }, { expiresAt: '2026-01-11T00:00:00.001Z' }, { expiresInDays: 366 }])(
      'may not outlive it: %o',
      (said) => {
        expect(create(said, [], by)).toMatchObject({
          ok: false,
          problem: { code: 'EXPIRY_INVALID', allowed: expect.stringContaining(`until ${ends}, when your own token ends`) },
        })
      },
    )

    it('has 90 days when that is longer away, and 366 at most', () => {
      const late = { ...by, expiresAt: '2028-01-01T00:00:00.000Z' }
      expect(create({}, [], late)).toMatchObject({ ok: true, value: { created: { expiresAt: '2026-04-01T00:00:00.000Z' } } })
      expect(create({ expiresInDays: 367 }, [], late)).toMatchObject({
        ok: false,
        problem: { allowed: expect.stringContaining('within 366 days') },
      })
    })
  })

  it('needs a name that no usable token has', () => {
    expect(create({}, [tokenWith({})])).toMatchObject({ ok: false, problem: { code: 'DUPLICATE' } })
    expect(create({}, [tokenWith(revoked)]).ok).toBe(true)
    expect(create({}, [tokenWith({ expiresAt: now })]).ok).toBe(true)
  })

  it('is one of a hundred that can be used', () => {
    const many = (count: number) => Array.from({ length: count }, (_, id) => tokenWith({ id, name: `t${id}` }))
    expect(create({}, many(99)).ok).toBe(true)
    expect(create({}, many(100))).toMatchObject({ ok: false, problem: { code: 'TOO_MANY', allowed: '100 that can be used' } })
  })

  it('makes the oldest of those go that have ended, beyond two hundred in all', () => {
    const tokens = Array.from({ length: 210 }, (_, index) =>
      tokenWith({ id: 210 - index, name: `t${index}`, ...(index < 50 ? {} : revoked) }),
    )
    const plan = create({}, tokens)
    const forgotten = plan.ok ? (plan.value.forgottenIds ?? []) : []
    expect([tokens.length - forgotten.length + 1, forgotten]).toEqual([200, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]])
  })
})

describe('a token to revoke', () => {
  it('is one that can be used, by its id', () => {
    expect(planRevokeApiToken('7', now).plan([tokenWith({ id: 7 })], attempt)).toEqual({
      ok: true,
      value: {
        revokedId: 7,
        audit: { target: 'apiTokens.ci', before: { roles: ['viewer'], expiresAt: '2026-02-01T00:00:00.000Z' }, after: null },
      },
    })
  })

  it.each([
    { id: '8', token: tokenWith({ id: 7 }) },
    { id: '07', token: tokenWith({ id: 7 }) },
    { id: '', token: tokenWith({ id: 0 }) },
    { id: '7', token: tokenWith({ id: 7, ...revoked }) },
    { id: '7', token: tokenWith({ id: 7, expiresAt: now }) },
  ])('is else NOT_FOUND: $id of $token', ({ id, token }) => {
    expect(planRevokeApiToken(id, now).plan([token], attempt)).toMatchObject({
      ok: false,
      problem: { code: 'NOT_FOUND', field: 'id' },
    })
  })
})
