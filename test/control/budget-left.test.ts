import { expect, it } from 'vitest'
import { idleFleet, openControl } from '../support/control.ts'

it('tells what is left of a budget, in the working copy and in the live revision, and nothing in earlier ones', async () => {
  const control = await openControl({
    fleet: { ...idleFleet, budgetLeft: (cluster) => (cluster === 'vod' ? 12.5 : undefined) },
  })
  await control.graphql(`mutation {
    upsertOriginCluster(input: { key: "vod", hostSuffix: "vod.example.com", maxRequestsPerSecond: 100 }) { __typename }
    publish(input: {}) { __typename }
    updateSettings(input: { ratio: 4 }) { __typename }
    again: publish(input: {}) { __typename }
  }`)
  const clusters = 'config { originClusters { key budgetLeft } }'
  const { data } = await control.graphql(`{
    workingCopy { ${clusters} } liveRevision { ${clusters} } revision(number: 2) { ${clusters} }
    cluster: originCluster(key: "vod") { budgetLeft }
  }`)
  const shown = (left: number | null) => ({
    config: {
      originClusters: [
        { key: 'origin-cluster', budgetLeft: null },
        { key: 'vod', budgetLeft: left },
      ],
    },
  })
  expect(data).toEqual({
    workingCopy: shown(12.5),
    liveRevision: shown(12.5),
    revision: shown(null),
    cluster: { budgetLeft: 12.5 },
  })
  await control.close()
})
