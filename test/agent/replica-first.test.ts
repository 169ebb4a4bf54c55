import { beforeEach, describe, expect, it } from 'vitest'
import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openReplicaFirst, type ReplicaFirst } from '../../src/agent/replica-first.ts'
import type { CanaryState } from '../../src/core/canary/canary.ts'
import { sealRevision, type ConfigRevision, type RevisionHead } from '../../src/core/config/revision.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import type { StoreReads } from '../../src/ports/store-reads.ts'
import type { StoreVersions } from '../../src/ports/store-versions.ts'
import { configWith } from '../support/config.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'

/** A server with its own state, and whom it has answered. */
type Server = {
  live: number
  ratio: number
  overrides: number
  canary: { readonly revision: number; readonly state: CanaryState } | undefined
  position: number
  mode: 'ANSWERS' | 'FAILS' | 'HANGS'
  asked: string[]
  readonly reads: StoreReads
}

let clock: FixedClock
let events: ReturnType<typeof openInProcessEventBus>
let primary: Server
let replica: Server
let first: ReplicaFirst

beforeEach(async () => {
  clock = fixedClock()
  events = openInProcessEventBus()
  primary = openServer('primary')
  replica = openServer('replica')
  first = openReplicaFirst({
    primary: primary.reads,
    replica: replica.reads,
    events,
    clock,
    storeTime: { nowEpochMs: () => 5_000 },
  })
  await look()
  forget()
})

describe('the versions come', () => {
  it('from the replica alone, while it says what is known or more', async () => {
    await look()
    for (const server of [primary, replica]) publish(server, 2)
    expect(await look()).toMatchObject({ live: { number: 2 }, nowEpochMs: 5_000 })
    expect([primary.asked, replica.asked]).toEqual([[], ['versions', 'versions']])
  })

  it('from the primary every 10 s: what it has lost, a replica may still have', async () => {
    for (const server of [primary, replica]) publish(server, 3)
    await look()
    publish(primary, 2)
    await clock.advance(9_999)
    expect(await look()).toMatchObject({ live: { number: 3 } })
    await clock.advance(1)
    expect(await look()).toMatchObject({ live: { number: 2 } })
  })

  const running = { revision: 3, state: 'RUNNING' } as const
  it.each<readonly [string, Partial<Server>]>([
    ['a revision', { live: 3 }],
    ['a revision, whose number was given once more', { live: 2, ratio: 99 }],
    ['overrides', { overrides: 3 }],
    ['a canary', { canary: running }],
    ['the end of a canary', { canary: { ...running, state: 'TAKEN_BACK' } }],
  ])('from the primary alone while the replica has %s that the primary lost, for ever', async (what, lost) => {
    const had = { live: 2, ratio: 10, overrides: 2, canary: what.startsWith('the end') ? running : undefined }
    for (const server of [primary, replica]) Object.assign(server, had, lost)
    await look()
    Object.assign(primary, had)
    await clock.advance(10_000)
    const known = await look()
    for (let looks = 0; looks < 3; looks += 1) {
      await settle()
      expect(await look()).toEqual(known)
      expect(first.presence()).toMatchObject({ isUsed: false, isEstranged: true, awayBecause: undefined })
    }
    Object.assign(replica, had)
    await look()
    await settle()
    forget()
    expect(await look()).toEqual({ ...known, nowEpochMs: 5_000 })
    expect([primary.asked, first.presence()]).toMatchObject([[], { isUsed: true, isEstranged: false }])
  })

  it.each<readonly [string, () => void]>([
    ['an older revision', () => void ((primary.live = 7), (replica.live = 6))],
    ['the same revision with other content', () => void (replica.ratio = 99)],
    ['older overrides', () => void ((primary.overrides = 7), (replica.overrides = 6))],
    ['no canary where there was one', () => void (primary.canary = { revision: 7, state: 'RUNNING' })],
    [
      'a canary that runs, which has ended',
      () => {
        primary.canary = { revision: 7, state: 'TAKEN_BACK' }
        replica.canary = { revision: 7, state: 'RUNNING' }
      },
    ],
  ])('from the primary where the replica says %s', async (_, change) => {
    change()
    await clock.advance(10_000)
    const known = await look()
    await settle()
    forget()
    expect(await look()).toEqual(known)
    expect(primary.asked).toEqual(['versions'])
  })

  it.each(['FAILS', 'HANGS'] as const)('from the primary within 0.5 s while the replica %s, then at once', async (mode) => {
    replica.mode = mode
    const asked = look()
    await clock.advance(500)
    expect(await asked).toMatchObject({ live: { number: 1 } })
    expect(await look()).toMatchObject({ live: { number: 1 } })
    expect(primary.asked).toEqual(['versions', 'versions'])
  })

  it('from the replica again once it answers', async () => {
    replica.mode = 'FAILS'
    await look()
    replica.mode = 'ANSWERS'
    await look()
    await settle()
    forget()
    await look()
    expect(primary.asked).toEqual([])
  })

  it('as a failure when the primary is away: only it decides', async () => {
    primary.mode = 'FAILS'
    await clock.advance(10_000)
    await expect(look()).rejects.toThrow('primary fails')
  })
})

describe('a hint', () => {
  it('waits up to 0.5 s until the replica has what it tells', async () => {
    publish(primary, 2)
    events.announceRevision(2)
    const asked = look()
    await settle()
    await clock.advance(400)
    publish(replica, 2)
    await clock.advance(100)
    expect(await asked).toMatchObject({ live: { number: 2 } })
    expect(primary.asked).toEqual([])
  })

  it('of a revision that the replica does not get in time is answered by the primary', async () => {
    publish(primary, 2)
    events.announceRevision(2)
    const asked = look()
    await clock.advance(500)
    expect(await asked).toMatchObject({ live: { number: 2 } })
    expect(primary.asked).toEqual(['versions'])
  })

  it('waits 0.5 s in all for a replica that hangs in the last of its looks', async () => {
    publish(primary, 2)
    events.announceRevision(2)
    const asked = look()
    await settle()
    await clock.advance(400)
    replica.mode = 'HANGS'
    await clock.advance(100)
    expect(await asked).toMatchObject({ live: { number: 2 } })
    expect(first.presence()).toMatchObject({ awayBecause: undefined })
  })

  it.each<readonly [string, () => void]>([
    ['a number that is known', () => events.announceRevision(1)],
    ['overrides that are known', () => events.announceOverrides(1)],
    ['that hints were lost', () => events.announceRevision(0)],
  ])('of %s is answered by the primary at once', async (_, announce) => {
    announce()
    await look()
    expect([primary.asked, replica.asked]).toEqual([['versions'], ['versions']])
  })

  it('that comes during a look counts for the next one', async () => {
    await clock.advance(10_000)
    const asked = look()
    publish(primary, 2)
    events.announceRevision(2)
    await asked
    const next = look()
    await clock.advance(500)
    expect(await next).toMatchObject({ live: { number: 2 } })
  })
})

describe('a document comes', () => {
  it('from the server that named its version', async () => {
    publish(replica, 2)
    publish(primary, 2)
    await look()
    forget()
    expect(await first.reads.revision(2)).toMatchObject({ number: 2 })
    await first.reads.overrides()
    expect([primary.asked, replica.asked]).toEqual([[], ['revision', 'overrides']])
  })

  it('from the primary where a replica behind the same address has another, or none', async () => {
    for (const server of [primary, replica]) publish(server, 2)
    await look()
    replica.ratio = 99
    const mine = await first.reads.revision(2)
    expect(mine?.config.settings.ratio).toBe(10)
    replica.overrides = 0
    expect(await first.reads.overrides()).toMatchObject({ version: 1 })
  })

  it('with what this node has committed, or from the primary', async () => {
    primary.overrides = 2
    first.hearCommit(2)
    expect(await first.reads.overrides()).toMatchObject({ version: 2 })
  })

  it('from the primary within 0.5 s when the replica hangs', async () => {
    for (const server of [primary, replica]) publish(server, 2)
    await look()
    replica.mode = 'HANGS'
    const asked = first.reads.revision(2)
    await clock.advance(500)
    expect(await asked).toMatchObject({ number: 2 })
  })
})

describe('the lag', () => {
  it('is how long something has been missing, and none while nobody writes', async () => {
    await clock.advance(60_000)
    expect(first.presence()).toEqual({ isUsed: true, isEstranged: false, awayBecause: undefined, lagMs: 0, revisionsBehind: 0 })
    publish(primary, 4)
    await look()
    await settle()
    await clock.advance(3_000)
    await look()
    await settle()
    expect(first.presence()).toMatchObject({ isUsed: false, awayBecause: undefined, lagMs: 3_000, revisionsBehind: 3 })
  })

  it('keeps a replica from being read until it has caught up', async () => {
    primary.position += 1
    await clock.advance(10_000)
    await look()
    await settle()
    await clock.advance(2_001)
    await look()
    forget()
    await look()
    expect(primary.asked).toEqual(['versions'])
    replica.position = primary.position
    await look()
    await settle()
    forget()
    await look()
    expect(primary.asked).toEqual([])
  })

  it('ends with a primary whose log starts lower, behind all that the replica missed of the one before', async () => {
    primary.position = 900
    await clock.advance(10_000)
    await look()
    primary.position = 2
    for (const position of [1, 2]) {
      replica.position = position
      await clock.advance(10_000)
      await look()
      await settle()
    }
    expect(first.presence()).toMatchObject({ isUsed: true, lagMs: 0 })
  })

  it('is measured while the primary is away', async () => {
    primary.mode = 'FAILS'
    replica.mode = 'FAILS'
    await clock.advance(10_000)
    await expect(look()).rejects.toThrow('primary fails')
    await settle()
    expect(first.presence()).toMatchObject({ awayBecause: 'replica fails' })
    replica.mode = 'ANSWERS'
    await expect(look()).rejects.toThrow('primary fails')
    await settle()
    expect(first.presence()).toMatchObject({ isUsed: true, awayBecause: undefined, lagMs: 0 })
  })

  it('counts from the last answer of a replica that is away', async () => {
    await look()
    replica.mode = 'FAILS'
    await look()
    await clock.advance(7_000)
    expect(first.presence()).toMatchObject({ isUsed: false, awayBecause: 'replica fails', lagMs: 7_000 })
  })
})

const look = (): Promise<StoreVersions> => first.reads.askVersions()

function forget(): void {
  for (const server of [primary, replica]) server.asked = []
}

function publish(server: Server, live: number): void {
  server.live = live
  server.position += 1
}

function openServer(name: string): Server {
  const server: Server = {
    live: 1,
    ratio: 10,
    overrides: 1,
    canary: undefined,
    position: 1,
    mode: 'ANSWERS',
    asked: [],
    reads: {
      askVersions: () =>
        answer('versions', () => ({
          nowEpochMs: 1_000,
          logPosition: server.position,
          live: headOf(server.live),
          canary: server.canary && {
            canary: {
              ...server.canary,
              node: 'node-a:8000',
              workers: 1,
              seconds: 60,
              maxRefusedRatio: null,
              onTooFewRequests: 'PROMOTED',
              startedAt: '2026-11-27T12:00:00.000Z',
              reason: null,
              endedAt: null,
            },
            head: headOf(server.canary.revision),
          },
          overrides: { version: server.overrides, digest: `digest ${server.overrides}` },
        })),
      revision: (number) => answer('revision', () => (number > server.live ? undefined : revision(number))),
      overrides: () => answer('overrides', () => ({ ...noOverrides, version: server.overrides })),
    },
  }
  return server

  function answer<T>(what: string, value: () => T): Promise<T> {
    server.asked.push(what)
    if (server.mode === 'HANGS') return new Promise(() => undefined)
    return server.mode === 'FAILS' ? Promise.reject(new Error(`${name} fails`)) : Promise.resolve(value())
  }

  function headOf(number: number): RevisionHead {
    const { config: _config, ...head } = revision(number)
    return head
  }

  function revision(number: number): ConfigRevision {
    return sealRevision({
      number,
      parent: null,
      rollbackOf: null,
      message: null,
      author: 'ann',
      publishedAt: '2026-11-27T12:00:00.000Z',
      config: configWith({ ratio: server.ratio }),
    })
  }
}
