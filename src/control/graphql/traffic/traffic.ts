import { z } from 'zod'
import type {
  CdnTraffic as OfCdn,
  PoolTraffic as OfPool,
  TrafficCounts,
  TrafficReport as Report,
} from '../../../core/routing/traffic.ts'
import { mapSubscription } from '../feed/map-subscription.ts'
import { builder } from '../builder.ts'

const CdnTraffic = builder.objectRef<OfCdn>('CdnTraffic').implement({
  description: "A CDN's part of the traffic, of a pool's where it stands in one.",
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key of the CDN.' }),
    requests: t.exposeInt('requests', { description: 'Redirects to this CDN.' }),
    share: t.exposeFloat('share', { description: 'Fraction of the redirects to CDNs, 0 to 1.' }),
    wantedShare: t.exposeFloat('wantedShare', {
      nullable: true,
      description:
        'The fraction that the live revision asks for, under the overrides that hold, 0 to 1. Of several pools each counts by the traffic that it had. Null: a pool with `GEO` has a part in it, so it goes by where clients are.',
    }),
  }),
})

const PoolTraffic = builder.objectRef<OfPool>('PoolTraffic').implement({
  description: "A pool's part of the traffic.",
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key of the pool; `all` is that of all CDNs, for requests that no rule matches.' }),
    requests: t.exposeInt('requests', {
      description: 'Redirects that the pool decided, also in place of another one, and those to the origin for want of a CDN.',
    }),
    byCdn: t.expose('byCdn', {
      type: [CdnTraffic],
      description: 'Every member that is enabled, in use or got requests, in the order of their keys.',
    }),
  }),
})

const RuleTraffic = builder.objectRef<Report['byRule'][number]>('RuleTraffic').implement({
  description: "A rule's part of the traffic.",
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key of the rule.' }),
    requests: t.exposeInt('requests', { description: 'Redirects that the rule decided: it was the first that matched.' }),
  }),
})

const TrafficReport = builder.objectRef<Report>('TrafficReport').implement({
  description: 'Answers of the workers of this node within a window of time. Workers report about once a second.',
  fields: (t) => ({
    windowSeconds: t.exposeInt('windowSeconds', { description: 'Length of the window, which ends now.' }),
    requests: t.exposeInt('requests', { description: 'All answered GET requests for a redirect: origin + cdn + refused.' }),
    origin: t.exposeInt('origin', { description: 'Redirects to the origin.' }),
    cdn: t.exposeInt('cdn', { description: 'Redirects to a CDN.' }),
    refused: t.exposeInt('refused', { description: 'Requests with a video URL that is not allowed.' }),
    byCdn: t.expose('byCdn', {
      type: [CdnTraffic],
      description: 'Every CDN that is enabled, in use or got requests, in the order of their keys.',
    }),
    byPool: t.expose('byPool', {
      type: [PoolTraffic],
      description:
        'Every pool that the live revision has or that got requests, in the order of their keys. Kept by minute after the last one: of a longer window the minute that began before it is left out.',
    }),
    byRule: t.expose('byRule', {
      type: [RuleTraffic],
      description: 'Every rule that is enabled or decided a request, in the order of their keys. Kept by minute, as `byPool`.',
    }),
  }),
})

/** Seconds of a window; traffic is kept for an hour. */
const allowed = { error: 'an integer from 1 to 3600' }
export const windowSize = z.number().int(allowed).min(1, allowed).max(3_600, allowed).nullish()

builder.queryField('traffic', (t) =>
  t.field({
    description: 'Traffic of the last `windowSeconds`, 1 to 3600 (60 unless told).',
    type: TrafficReport,
    args: { windowSeconds: t.arg.int({ validate: windowSize }) },
    resolve: (_root, { windowSeconds }, { fleet }) => fleet.traffic(windowSeconds ?? 60),
  }),
)

builder.subscriptionField('trafficTick', (t) =>
  t.field({
    description:
      'The traffic of the last `intervalSeconds`, 1 to 3600 (1 unless told): at once, then after each interval what the workers have reported since the tick before. So each request is in one tick, however late its report came.',
    type: TrafficReport,
    args: { intervalSeconds: t.arg.int({ validate: windowSize }) },
    subscribe: (_root, args, { feed, fleet }) => {
      const intervalSeconds = args.intervalSeconds ?? 1
      let seconds = -1
      let before: TrafficCounts | undefined
      return mapSubscription(feed.seconds.subscribe(0), () => {
        seconds += 1
        if (seconds % intervalSeconds !== 0) return undefined
        const report = fleet.trafficSince(before, intervalSeconds)
        before = fleet.totalTraffic()
        return report
      })
    },
    resolve: (report) => report,
  }),
)
