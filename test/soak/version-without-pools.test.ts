import { afterAll, beforeAll, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { runOn } from '../support/checked-cdns.ts'
import { expectLastGoodUntilRollback, health, openMixedNodes, type MixedNodes } from '../support/mixed-nodes.ts'
import type { Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'
import { openVersionWithoutPools } from '../support/version-before.ts'

// An upgrade of two nodes on one PostgreSQL, the second of which is still of the version without pools and rules.

let nodes: MixedNodes
let older: Group
let newer: Group
beforeAll(async () => {
  nodes = await openMixedNodes(openVersionWithoutPools)
  older = nodes.older
})
afterAll(() => nodes?.destroy())

it('leaves a PostgreSQL where this one finds every hash as it was, nothing pending, and publishes nothing', async () => {
  expect((await put(older, { cdn_host: 'before.example.com' })).status).toBe(200)
  // All that a configuration could hold then; the key is reserved by now.
  const made = await runOn(
    older,
    `mutation {
      cdn: upsertCdn(input: { key: "origin", baseUrl: "other.example.com", weight: 0 }) { __typename }
      cluster: upsertOriginCluster(input: {
        key: "eu", hostSuffix: "eu.example.com", serverLabelPattern: "edge-[a-c]", schemes: ["https"], ports: [8443]
      }) { __typename }
      settings: updateSettings(input: {
        rateLimit: { perAddress: { perSecond: 50, burst: 200 } }, accessLog: { oneIn: 10 }
      }) { __typename }
      publish(input: {}) { ... on PublishSuccess { revision { number sha256 } } }
    }`,
  )
  const live = { number: 3, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }
  expect(made['publish']).toEqual({ revision: live })
  const left = await nodes.everything()

  newer = await nodes.startNewer()
  expect(await runOn(newer, '{ liveRevision { number sha256 } pendingChanges { path } workers { revision state } }')).toEqual({
    liveRevision: (made['publish'] as { revision: object }).revision,
    pendingChanges: [],
    workers: [{ revision: 3, state: 'READY' }],
  })
  expect(await runOn(newer, 'mutation { publish(input: {}) { ... on PublishSuccess { revision { number } } } }')).toEqual({
    publish: { revision: { number: 3 } },
  })
  expect(await runOn(newer, 'mutation { rollback(input: { toRevision: 2 }) { __typename } }')).toEqual({
    rollback: { __typename: 'RollbackSuccess' },
  })
  expect(await runOn(newer, 'mutation { rollback(input: { toRevision: 3 }) { __typename } }')).toEqual({
    rollback: { __typename: 'RollbackSuccess' },
  })
  const [revisions = []] = await nodes.everything()
  expect(revisions.slice(0, 3)).toEqual(left[0])
  const hashes = revisions.map(({ format_version, sha256 }) => `${String(format_version)} ${String(sha256)}`)
  expect([hashes[3], hashes[4]]).toEqual([hashes[1], hashes[2]])
})

it('refuses a revision with pools aloud, stays on its last good one, and takes the next that it can run', async () => {
  await until('the older one has followed', 10_000, async () => (await health(older)).config === 'holds revision 5')
  const published = await runOn(
    newer,
    `mutation {
      cdn: upsertCdn(input: { key: "new", baseUrl: "new.example.com", weight: 0 }) { __typename }
      pool: upsertPool(input: { key: "live", members: [{ cdn: "new" }] }) { __typename }
      rule: upsertRule(input: { key: "live", position: 1, pool: "live" }) { __typename }
      publish(input: {}) { ... on PublishSuccess { revision { number } } }
    }`,
  )
  expect(published['publish']).toEqual({ revision: { number: 6 } })
  expect(await location(newer)).toBe('http://new.example.com/s1/v/x.m3u8')

  await expectLastGoodUntilRollback(
    { older, newer },
    { says: /revision 6 has format version \d.*update Sluice/, lastGood: 5, after: 7 },
  )
})
