import { afterAll, beforeAll, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { runOn } from '../support/checked-cdns.ts'
import { expectLastGoodUntilRollback, openMixedNodes, type MixedNodes } from '../support/mixed-nodes.ts'
import type { Group } from '../support/process-group.ts'
import { openVersionWithoutZones } from '../support/version-before.ts'

// An upgrade of two nodes on one PostgreSQL, the first of which is still of the version without zones, denials, places, templates and signatures.

let nodes: MixedNodes
let older: Group
let newer: Group
beforeAll(async () => {
  nodes = await openMixedNodes(openVersionWithoutZones)
  older = nodes.older
})
afterAll(() => nodes?.destroy())

it('leaves a PostgreSQL where this one finds every hash and row as it was, nothing pending, and publishes nothing', async () => {
  expect((await put(older, { cdn_host: 'before.example.com' })).status).toBe(200)
  // All that a configuration could hold then beside what stands in the test of the version before.
  const made = await runOn(
    older,
    `mutation {
      cdn: upsertCdn(input: { key: "other", baseUrl: "other.example.com", weight: 0 }) { __typename }
      pool: upsertPool(input: { key: "live", members: [{ cdn: "default" }, { cdn: "other", weight: 0 }], stickyParameter: null }) { __typename }
      rule: upsertRule(input: { key: "live", position: 1, pool: "live", match: { pathPrefixes: ["/live/"], clientPercent: 50 } }) { __typename }
      cluster: upsertOriginCluster(input: { key: "eu", hostSuffix: "eu.example.com", maxRequestsPerSecond: 100, ratio: 20 }) { __typename }
      settings: updateSettings(input: { maxEjectedPercent: 40 }) { __typename }
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
  expect(await nodes.everything()).toEqual(left)
  expect(await runOn(newer, 'mutation { publish(input: {}) { ... on PublishSuccess { revision { number } } } }')).toEqual({
    publish: { revision: { number: 3 } },
  })
  // What nobody sets about clients leaves the document as it was.
  expect(
    await runOn(
      newer,
      `mutation {
        cdn: upsertCdn(input: {
          key: "other", excludeCountries: [], excludeZones: [], excludeUnknown: false, urlTemplate: null, httpsOnly: false, signing: null
        }) { __typename }
        rule: upsertRule(input: { key: "live", match: { pathPrefixes: ["/live/"], clientPercent: 50, countries: [], zones: null } }) { __typename }
        publish(input: {}) { ... on PublishSuccess { revision { number } } }
      }`,
    ),
  ).toEqual({
    cdn: { __typename: 'UpsertCdnSuccess' },
    rule: { __typename: 'UpsertRuleSuccess' },
    publish: { revision: { number: 3 } },
  })
})

it('refuses a revision of format 5 aloud, stays on its last good one, and takes the next that it can run', async () => {
  const published = await runOn(
    newer,
    `mutation {
      zone: upsertZone(input: { key: "here", cidrs: ["127.0.0.0/8", "::1/128"] }) { __typename }
      cdn: upsertCdn(input: { key: "new", baseUrl: "new.example.com", weight: 0 }) { __typename }
      pool: upsertPool(input: { key: "near", members: [{ cdn: "new" }] }) { __typename }
      rule: upsertRule(input: { key: "near", position: 2, pool: "near", match: { zones: ["here"] } }) { __typename }
      publish(input: {}) { ... on PublishSuccess { revision { number formatVersion } } }
    }`,
  )
  expect(published['publish']).toEqual({ revision: { number: 4, formatVersion: 5 } })
  expect(await location(newer)).toBe('http://new.example.com/s1/v/x.m3u8')

  await expectLastGoodUntilRollback(
    { older, newer },
    { says: /revision 4 has format version 5.*update Sluice/, lastGood: 3, after: 5 },
  )
})
