import type { Health as HealthWord } from '../../../core/health/health.ts'
import type { ProbeOutcome as Outcome } from '../../../core/health/probe.ts'
import type { AdminState as AdminStateWord } from '../../../core/override/override.ts'
import type { LastProbe as CoreLastProbe } from '../../../ports/health-view.ts'
import type { CdnState } from '../../health/cdn-states.ts'
import { builder } from '../builder.ts'

type Described<Word extends string> = Readonly<Record<Word, { readonly description: string }>>

export const Health = builder.enumType('Health', {
  description: 'Health of a CDN by its checks.',
  values: {
    HEALTHY: { description: 'Its checks pass.' },
    DEGRADED: {
      description: 'In use with a fault: out over IPv4 or IPv6, out for a minority of the nodes, or its certificate ends soon.',
    },
    UNHEALTHY: { description: 'Its checks fail: it is out, unless an override says `UP` or the bound of its pool keeps it in.' },
    UNKNOWN: { description: 'Not probed yet, or not for three intervals, or without a check. The last verdict goes on.' },
  } as const satisfies Described<HealthWord>,
})

export const AdminState = builder.enumType('AdminState', {
  description: 'The word of the operators on a CDN, by an override of the kind `ADMIN_STATE`. It stands above health.',
  values: {
    AUTO: { description: 'None: revision and health decide.' },
    UP: { description: 'In use, whatever revision and health say.' },
    DRAIN: { description: 'No redirects; players on it may stay.' },
    DOWN: { description: 'No redirects; it is broken.' },
  } as const satisfies Described<AdminStateWord>,
})

const ProbeOutcome = builder.enumType('ProbeOutcome', {
  description: 'Outcome of a probe.',
  values: {
    PASSED: { description: 'As expected.' },
    STATUS: { description: 'Another status than expected.' },
    BODY: { description: 'Another body than expected, or half of one.' },
    TIMEOUT: { description: 'No whole answer in time.' },
    REFUSED: { description: 'The connection was refused.' },
    RESET: { description: 'The connection was reset.' },
    TLS: { description: 'The certificate is not valid for the host, or TLS fails.' },
    PROTOCOL: { description: 'The answer is not HTTP.' },
    DNS: { description: 'Its name cannot be resolved.' },
    NO_ROUTE: { description: 'This node has no way to its address.' },
    FORBIDDEN: { description: 'Its address may not be asked without `internal` in its health check.' },
  } as const satisfies Described<Outcome>,
})

const LastProbe = builder.objectRef<CoreLastProbe>('LastProbe').implement({
  description: 'The last probe of a CDN by this node; over two address families the worse one.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it ended.' }),
    outcome: t.expose('outcome', { type: ProbeOutcome, description: 'What came of it.' }),
    status: t.exposeInt('status', { nullable: true, description: 'The HTTP status; null where no answer came.' }),
    latencyMs: t.exposeFloat('latencyMs', { description: 'How long it took, in milliseconds.' }),
  }),
})

export const CdnHealth = builder.objectRef<CdnState>('CdnHealth').implement({
  description: 'How a CDN of the live revision is, as this node knows it.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The key of the CDN.' }),
    adminState: t.expose('adminState', {
      type: AdminState,
      description: 'The word of the operators, which stands above health.',
    }),
    health: t.expose('health', { type: Health, description: 'What its checks say, of all nodes together.' }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    since: t.expose('since', { type: 'DateTime', nullable: true, description: 'Since when; null: since the start.' }),
    lastProbe: t.expose('lastProbe', {
      type: LastProbe,
      nullable: true,
      description: "This node's last probe; null where there was none yet, or the CDN has no check.",
    }),
  }),
})
