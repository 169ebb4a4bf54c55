import { beforeEach, describe, expect, it } from 'vitest'
import { fail, ok } from '../../src/core/result.ts'
import type { NewApiToken } from '../../src/core/access/api-token.ts'
import type { ApiTokenPlan, ApiTokenPlanner } from '../../src/core/change/plan-api-token.ts'
import type { ApiTokens } from '../../src/ports/api-tokens.ts'
import { StoreUnavailable } from '../../src/ports/config-store.ts'
import { attempt } from './changes.ts'

/** What the suite needs of an adapter: empty tables for each test, and what the port doesn't show. */
export type ApiTokensUnderTest = {
  readonly tokens: ApiTokens
  /** A second one on the same data, as another process has it. */
  readonly other: ApiTokens
  /** All audit events, oldest first. */
  auditTrail(): Promise<readonly Record<string, unknown>[]>
}

const created = (name: string, changed: Partial<NewApiToken> = {}): NewApiToken => ({
  name,
  hash: `hash of ${name}`,
  roles: ['viewer', 'editor'],
  createdBy: 'ann',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-02-01T00:00:00.000Z',
  ...changed,
})
const audit = { target: 'apiTokens.a', before: null, after: { roles: ['viewer'] } }
const planning = (plan: Omit<ApiTokenPlan, 'audit'>): ApiTokenPlanner => ({
  action: 'change',
  target: 'apiTokens',
  plan: () => ok({ ...plan, audit }),
})
const creating = (name: string, changed: Partial<NewApiToken> = {}) => planning({ created: created(name, changed) })

export function apiTokensContract(adapter: string, open: () => Promise<ApiTokensUnderTest>): void {
  describe(`${adapter} as ApiTokens`, () => {
    let under: ApiTokensUnderTest
    let tokens: ApiTokens
    beforeEach(async () => {
      under = await open()
      tokens = under.tokens
    })
    const names = async () => (await under.other.list()).map(({ name }) => name)
    const idOf = async (name: string) => (await tokens.list()).find((token) => token.name === name)?.id ?? 0

    it('keeps what was created, newest first, and gives the hash away only to whoever checks tokens', async () => {
      const changed = await tokens.change(attempt, creating('a'))
      await tokens.change(attempt, creating('b'))
      const { hash, ...shown } = created('a')
      expect(changed).toEqual({
        ok: true,
        before: [],
        value: { id: expect.any(Number), ...shown, lastUsedAt: null, revokedAt: null },
      })
      expect(await names()).toEqual(['b', 'a'])
      expect(JSON.stringify([changed, await tokens.list()])).not.toContain('hash of')
      expect((await under.other.usableAt('2026-01-15T00:00:00.000Z')).find(({ name }) => name === 'a')).toMatchObject({ hash })
    })

    it('has as usable what is neither revoked nor expired at that moment', async () => {
      await tokens.change(attempt, creating('a'))
      await tokens.change(attempt, creating('b', { expiresAt: '2026-03-01T00:00:00.000Z' }))
      const usable = async (moment: string) =>
        (await tokens.usableAt(moment)).map(({ name }) => name).toSorted((a, b) => (a < b ? -1 : 1))
      expect(await usable('2026-01-31T23:59:59.999Z')).toEqual(['a', 'b'])
      expect(await usable('2026-02-01T00:00:00.000Z')).toEqual(['b'])
      const revoked = await tokens.change(
        { ...attempt, at: '2026-01-02T00:00:00.000Z' },
        planning({ revokedId: await idOf('b') }),
      )
      expect(revoked).toMatchObject({ ok: true, value: { name: 'b', revokedAt: '2026-01-02T00:00:00.000Z' } })
      expect(await usable('2026-01-15T00:00:00.000Z')).toEqual(['a'])
      expect(await names()).toEqual(['b', 'a'])
    })

    it('records each attempt once, in the transaction of the change, with neither token nor hash', async () => {
      await tokens.change(attempt, creating('a'))
      const problem = { code: 'NAME_INVALID', field: 'name', received: 'é', allowed: 'a–z', remedy: 'rename' }
      const refused = { action: 'change', target: 'apiTokens.é', plan: () => fail(problem) }
      expect(await tokens.change(attempt, refused)).toEqual(fail(problem))
      const trail = await under.auditTrail()
      expect(trail).toMatchObject([
        { ...audit, action: 'change', outcome: 'ACCEPTED', actor: attempt.actor },
        { action: 'change', target: 'apiTokens.é', outcome: 'REFUSED', code: 'NAME_INVALID' },
      ])
      expect(JSON.stringify(trail)).not.toContain('hash of')
    })

    it('changes nothing, and records nothing, when it fails on the way', async () => {
      await tokens.change(attempt, creating('a'))
      const again = planning({ created: created('b', { hash: 'hash of a' }), forgottenIds: [await idOf('a')] })
      await tokens.change(attempt, again) // the first one goes, so its hash is free
      await expect(tokens.change(attempt, creating('c', { hash: 'hash of a' }))).rejects.toBeInstanceOf(StoreUnavailable)
      expect(await names()).toEqual(['b'])
      expect(await under.auditTrail()).toHaveLength(2)
    })

    it('changes nothing when the planner throws, and passes the error on', async () => {
      const bug = new TypeError('a bug in the planner')
      const plan = (): never => {
        throw bug
      }
      await expect(tokens.change(attempt, { action: 'test', target: 'all', plan })).rejects.toBe(bug)
      expect([await names(), await under.auditTrail()]).toEqual([[], []])
    })

    it('asks planners one after the other, so that a limit holds however many come at once', async () => {
      const atMostThree = (name: string): ApiTokenPlanner => ({
        ...creating(name),
        plan: (all) =>
          all.length < 3
            ? ok({ created: created(name), audit })
            : fail({ code: 'TOO_MANY', received: 4, allowed: 3, remedy: 'revoke' }),
      })
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index % 2 === 0 ? tokens : under.other).change(attempt, atMostThree(`t${index}`)),
        ),
      )
      expect(results.filter((result) => result.ok)).toHaveLength(3)
      expect(await names()).toHaveLength(3)
    })

    it('writes down when a token was used, once a minute', async () => {
      await tokens.change(attempt, creating('a'))
      const id = await idOf('a')
      const used = async (moment: string) => {
        await tokens.touch(id, moment)
        return (await tokens.list())[0]?.lastUsedAt
      }
      expect(await used('2026-01-01T00:00:00.000Z')).toBe('2026-01-01T00:00:00.000Z')
      expect(await used('2026-01-01T00:00:59.999Z')).toBe('2026-01-01T00:00:00.000Z')
      expect(await used('2026-01-01T00:01:00.000Z')).toBe('2026-01-01T00:01:00.000Z')
      await tokens.touch(id + 1, '2026-01-01T00:01:00.000Z') // of a token that is gone
    })
  })
}
