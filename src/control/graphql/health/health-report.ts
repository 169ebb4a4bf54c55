import type { HealthReport as Report } from '../../health/health.ts'
import type { CdnState } from '../../health/cdn-states.ts'
import { builder } from '../builder.ts'
import { CdnHealth } from './cdn-health.ts'

const HealthStatus = builder.enumType('HealthStatus', {
  description: 'State of the service, or of one of its dependencies.',
  values: {
    OK: { description: 'All is well.' },
    DEGRADED: { description: 'Players are redirected, and something wants attention.' },
    DOWN: { description: 'Of the service: it redirects nobody. Of a dependency: it is away; redirects go on.' },
  } as const,
})

const HealthDependency = builder.objectRef<Report['dependencies'][number]>('HealthDependency').implement({
  description: 'Something that the service needs, or looks after.',
  fields: (t) => ({
    name: t.exposeString('name', { description: '`config-store`, `workers`, `cdns`, `overrides`, `clock`, `files` …' }),
    status: t.expose('status', { type: HealthStatus, description: 'How it is.' }),
    latencyMs: t.exposeFloat('latencyMs', {
      nullable: true,
      description: 'How long it took to answer, in milliseconds; null where nothing was asked.',
    }),
    message: t.exposeString('message', { description: 'For people: what was found, and what to do.' }),
  }),
})

const HealthReport = builder
  .objectRef<Pick<Report, 'status' | 'dependencies'> & { readonly cdns: readonly CdnState[] }>('HealthReport')
  .implement({
    description: 'How this node and the CDNs are, as `GET /health` has it.',
    fields: (t) => ({
      status: t.expose('status', {
        type: HealthStatus,
        description: 'The worst that keeps players from redirects, or `DEGRADED`.',
      }),
      dependencies: t.field({
        type: [HealthDependency],
        description: 'All that was looked at.',
        resolve: ({ dependencies }) => [...dependencies],
      }),
      cdns: t.field({
        type: [CdnHealth],
        description: 'One for each CDN of the live revision, in its order.',
        resolve: ({ cdns }) => [...cdns],
      }),
    }),
  })

builder.queryField('health', (t) =>
  t.field({
    description: 'How this node and the CDNs are, by what it knows; also while its store is away.',
    type: HealthReport,
    resolve: async (_root, _args, { health }) => {
      const { status, dependencies } = await health.report()
      return { status, dependencies, cdns: health.states() }
    },
  }),
)
