import { expect, it } from 'vitest'
import type { KnownLoad } from '../../src/ports/cdn-loads.ts'
import { idleFleet, openControl } from '../support/control.ts'
import { fixedClock } from '../support/fixed-clock.ts'

it('tells how full a CDN is, in the working copy and in the live revision, and nothing in earlier ones', async () => {
  const clock = fixedClock()
  const now = clock.nowEpochMs()
  const loads: KnownLoad[] = [
    {
      key: 'default',
      percent: 93.75,
      requestsPerSecond: 93.75,
      keepPercent: 30,
      roomPercent: 85,
      outside: { cdn: 'default', percent: null, mbps: 40, reportedAtEpochMs: now - 60_000, validUntilEpochMs: now - 1 },
    },
  ]
  const control = await openControl({
    clock,
    fleet: { ...idleFleet, loads: () => loads, loadOf: (cdn) => loads.find(({ key }) => key === cdn) },
  })
  await control.graphql(`mutation {
    upsertCdn(input: { key: "second", baseUrl: "second.example.com" }) { __typename }
    publish(input: {}) { __typename }
  }`)
  const cdns = 'cdns { key load { percent requestsPerSecond keepPercent roomPercent outside { percent mbps isStale } } }'
  const { data } = await control.graphql(
    `{ workingCopy { config { ${cdns} } } liveRevision { config { ${cdns} } } revision(number: 1) { config { ${cdns} } } }`,
  )
  const shown = {
    config: {
      cdns: [
        {
          key: 'default',
          load: {
            percent: 93.75,
            requestsPerSecond: 93.75,
            keepPercent: 30,
            roomPercent: 85,
            outside: { percent: null, mbps: 40, isStale: true },
          },
        },
        { key: 'second', load: null },
      ],
    },
  }
  expect(data).toEqual({
    workingCopy: shown,
    liveRevision: shown,
    revision: { config: { cdns: [{ key: 'default', load: null }] } },
  })
  await control.close()
})
