import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPrismaApiTokens } from '../../../src/adapters/prisma/api-tokens.ts'
import type { EmbeddedDatabase } from '../../../src/adapters/prisma/pglite.ts'
import { openApiTokenDirectory, type ApiTokenDirectory } from '../../../src/control/access/api-token-directory.ts'
import { planCreateApiToken, planRevokeApiToken } from '../../../src/core/change/plan-api-token.ts'
import { hashOfToken, isApiToken, makeApiToken } from '../../../src/control/access/new-token.ts'
import type { Viewer } from '../../../src/core/access/roles.ts'
import type { ApiTokens } from '../../../src/ports/api-tokens.ts'
import { StoreUnavailable } from '../../../src/ports/config-store.ts'
import { attempt as anAttempt } from '../../contract/changes.ts'
import { emptyTables } from '../../support/empty-tables.ts'
import { fixedClock, type FixedClock } from '../../support/fixed-clock.ts'
import { openMemoryDatabase } from '../../support/memory-database.ts'
import { until } from '../../support/until.ts'
import { settle } from '../../support/settle.ts'
import { mayCheck } from '../../support/may-check.ts'

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
})
afterAll(() => database.close())

/** The tokens in the database, behind a gate: a node asks through it. */
let tokens: ApiTokens
let store: 'THERE' | 'AWAY' | 'HANGS'
let asked: number
let touched: number
let clock: FixedClock
let here: ApiTokenDirectory

beforeEach(async () => {
  await emptyTables(database.client)
  tokens = openPrismaApiTokens(database.client)
  ;[store, asked, touched] = ['THERE', 0, 0]
  clock = fixedClock()
  here = openNode()
})

const openNode = (): ApiTokenDirectory =>
  openApiTokenDirectory(
    {
      ...tokens,
      async usableAt(moment) {
        asked += 1
        if (store === 'AWAY') throw new StoreUnavailable('it is away')
        if (store === 'HANGS') await new Promise(() => undefined)
        return tokens.usableAt(moment)
      },
      async touch(id, moment) {
        touched += 1
        await tokens.touch(id, moment)
      },
    },
    clock,
  )

const admin: Viewer = { name: 'ann', roles: ['admin'], expiresAt: null }
const attempt = { ...anAttempt, at: '2026-01-01T00:00:00.000Z' }

/** As another node does it, or this one, which then says so to its directory. */
async function create(name = 'ci'): Promise<{ readonly token: string; readonly id: number }> {
  const token = makeApiToken()
  const plan = planCreateApiToken({ name, roles: ['editor'] }, hashOfToken(token), admin, clock.nowIso())
  const created = await tokens.change(attempt, plan)
  return { token, id: created.ok ? created.value.id : 0 }
}
async function revoke(id: number): Promise<void> {
  await tokens.change({ ...attempt, at: clock.nowIso() }, planRevokeApiToken(String(id), clock.nowIso()))
}
const kindOf = async (token: string) => (await here.identify(token, mayCheck))?.kind

describe('a token', () => {
  it('has 256 random bits behind a prefix that tells what it is', () => {
    const many = Array.from({ length: 100 }, makeApiToken)
    expect(new Set(many).size).toBe(100)
    for (const token of many) expect([/^sluice_[A-Za-z0-9_-]{43}$/.test(token), isApiToken(token)]).toEqual([true, true])
  })

  it('belongs to its name, with its roles and its end', async () => {
    const { token, id } = await create()
    expect(await here.identify(token, mayCheck)).toEqual({
      kind: 'KNOWN',
      viewer: { name: 'api-token:ci', roles: ['editor'], expiresAt: '2026-04-01T00:00:00.000Z', apiTokenId: id },
    })
  })

  it('is refused when it was never made, and left to others when it looks like something else', async () => {
    const { token } = await create()
    for (const other of [makeApiToken(), `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`]) {
      expect(await kindOf(other)).toBe('REFUSED')
    }
    const before = asked
    for (const other of ['', 'sluice_', `${token}x`, token.slice(0, -1), token.toUpperCase(), `x${token}`, hashOfToken(token)]) {
      expect(await here.identify(other, mayCheck)).toBeUndefined()
    }
    expect(asked).toBe(before)
  })

  it('works on a node that did not make it at once, even right after that node has looked', async () => {
    await kindOf(makeApiToken())
    const { token } = await create()
    expect(await kindOf(token)).toBe('KNOWN')
  })

  it('is refused from the moment on at which it expires', async () => {
    const { token } = await create()
    await clock.advance(90 * 86_400_000 - 1)
    expect(await kindOf(token)).toBe('KNOWN')
    await clock.advance(1)
    expect(await kindOf(token)).toBe('REFUSED')
  })

  it('is not asked about again for two seconds', async () => {
    const { token } = await create()
    for (let times = 0; times < 50; times += 1) await kindOf(token)
    await clock.advance(2_000)
    await kindOf(token)
    expect(asked).toBe(1)
    await clock.advance(1)
    await kindOf(token)
    expect(asked).toBe(2)
  })

  it('is asked about once by all who come at the same time', async () => {
    const { token } = await create()
    await Promise.all(Array.from({ length: 50 }, () => kindOf(token)))
    expect(asked).toBe(1)
  })

  it('is written down as used once a minute, however often it is', async () => {
    const { token } = await create()
    for (let times = 0; times < 50; times += 1) await kindOf(token)
    await until('it is written down', 2_000, async () => (await tokens.list())[0]?.lastUsedAt === '2026-01-01T00:00:00.000Z')
    expect(touched).toBe(1)
    await clock.advance(60_000)
    await kindOf(token)
    await until(
      'it is written down again',
      2_000,
      async () => (await tokens.list())[0]?.lastUsedAt === '2026-01-01T00:01:00.000Z',
    )
    expect(touched).toBe(2)
  })
})

describe('a revoked token', () => {
  it('is refused at once by the node that revoked it', async () => {
    const { token, id } = await create()
    expect(await kindOf(token)).toBe('KNOWN')
    await revoke(id)
    here.noteChange(id)
    expect(await kindOf(token)).toBe('REFUSED')
  })

  it('is refused by other nodes after two seconds', async () => {
    const { token, id } = await create()
    await kindOf(token)
    await revoke(id)
    expect(await kindOf(token)).toBe('KNOWN')
    await clock.advance(2_001)
    expect(await kindOf(token)).toBe('REFUSED')
  })

  it('does not come back with what was read before it was revoked', async () => {
    const { token, id } = await create()
    const before = await tokens.usableAt(clock.nowIso())
    const { promise: answer, resolve } = Promise.withResolvers<typeof before>()
    const answers = [answer, tokens.usableAt(clock.nowIso())]
    const node = openApiTokenDirectory({ ...tokens, usableAt: (moment) => answers.shift() ?? tokens.usableAt(moment) }, clock)
    const asking = node.identify(token, mayCheck)
    await settle()
    await answers[0]
    await revoke(id)
    answers.length = 0
    node.noteChange(id)
    resolve(before)
    expect(await asking).toEqual({ kind: 'REFUSED' })
  })
})

describe('while the store is away', () => {
  it.each(['AWAY', 'HANGS'] as const)(
    'a known token goes on for ten minutes and waits half a second at most: %s',
    async (state) => {
      const { token } = await create()
      await kindOf(token)
      store = state
      await clock.advance(599_500)
      const answer = kindOf(token)
      await clock.advance(500)
      expect(await answer).toBe('KNOWN')
    },
  )

  it('and longer than ten minutes, no token is decided on', async () => {
    const { token } = await create()
    await kindOf(token)
    store = 'AWAY'
    await clock.advance(600_001)
    expect(await here.identify(token, mayCheck)).toMatchObject({ kind: 'UNDECIDED', code: 'STORE_UNAVAILABLE' })
    store = 'THERE'
    await clock.advance(1_000)
    expect(await kindOf(token)).toBe('KNOWN')
  })

  it('an unknown token is not decided on, and the store is tried once a second', async () => {
    store = 'AWAY'
    for (let times = 0; times < 20; times += 1) expect(await kindOf(makeApiToken())).toBe('UNDECIDED')
    expect(asked).toBe(1)
    await clock.advance(1_000)
    expect([await kindOf(makeApiToken()), asked]).toEqual(['UNDECIDED', 2])
  })
})

describe('a connection that a token holds', () => {
  let ended: number
  async function hold(): Promise<{ readonly id: number; readonly stop: () => void }> {
    const { token, id } = await create()
    const found = await here.identify(token, mayCheck)
    ended = 0
    const viewer = found?.kind === 'KNOWN' ? found.viewer : admin
    return { id, stop: here.onEnd(viewer, () => void (ended += 1)) }
  }

  it('is ended at once where the token is revoked', async () => {
    const { id } = await hold()
    await revoke(id)
    here.noteChange(id)
    here.noteChange(id)
    expect(ended).toBe(1)
  })

  it('is ended within five seconds where it was revoked elsewhere', async () => {
    const { id } = await hold()
    await clock.advance(4_000)
    expect(ended).toBe(0)
    await revoke(id)
    await clock.advance(2_000)
    await until('it is ended', 2_000, () => ended === 1)
  })

  it('goes on while the store is away, for ten minutes', async () => {
    await hold()
    store = 'AWAY'
    await clock.advance(600_000)
    expect(ended).toBe(0)
    await clock.advance(4_000)
    expect(ended).toBe(1)
  })

  it('costs nothing when it is over: nobody looks any more', async () => {
    const { stop } = await hold()
    stop()
    await clock.advance(2_000)
    await until('the last look is over', 2_000, () => asked === 2)
    await clock.advance(20_000)
    expect([ended, asked]).toEqual([0, 2])
  })

  it('is not watched for tokens of another kind', async () => {
    ended = 0
    here.onEnd(admin, () => void (ended += 1))
    await clock.advance(20_000)
    expect([ended, asked]).toEqual([0, 0])
  })
})
