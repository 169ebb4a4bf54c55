import { canonicalJson } from '../../../core/config/canonical.ts'
import { scopeOf, type NodeOverrides, type OverrideScope as Scope } from '../../../core/change/node-overrides.ts'
import { activeAt, isInEffect, slotOf, type Override as CoreOverride } from '../../../core/override/override.ts'
import { mapSubscription } from '../feed/map-subscription.ts'
import { builder } from '../builder.ts'
import type { GraphqlContext } from '../context.ts'

export const OverrideKind = builder.enumType('OverrideKind', {
  description: 'What an override changes.',
  values: {
    ADMIN_STATE: {
      description:
        'Whether a CDN is used. Value: `UP` (even when the revision disables it), `DRAIN` (no redirects, players on it may stay), `DOWN` (no redirects, it is broken), `AUTO` (as the revision says: lifts the override).',
    },
    WEIGHT: { description: 'The weight of a CDN. Value: 0 to 1000.' },
    RATIO: { description: 'The ratio of the settings, without a target. Value: 0 to 1,000,000.' },
    ALL_TO_ORIGIN: { description: 'Everything goes to the origin. Neither target nor value.' },
    ALL_TO_CDN: {
      description:
        'Everything goes to this CDN and nothing to the origin, even when the revision disables the CDN. While it is `DRAIN` or `DOWN`, everything goes to the origin. No value.',
    },
  } as const,
})

export const OverrideScope = builder.enumType('OverrideScope', {
  description: 'Nodes on which an override, or a change of one, holds.',
  values: {
    ALL_NODES: { description: 'It is in the config store, which all nodes follow.' },
    NODE_ONLY: {
      description:
        'It holds on this node alone, since the store was away. It is joined and recorded when the store is back; where the two disagree then, the newer one holds.',
    },
  } as const,
})

type Shown = CoreOverride & { readonly inEffect: boolean; readonly scope: Scope }

export const Override = builder.objectRef<Shown>('Override').implement({
  description:
    'A decision of an operator above any revision. It stays through publish, rollback and restart, until it ends or is lifted. No part of a configuration.',
  fields: (t) => ({
    kind: t.expose('kind', { type: OverrideKind, description: 'What it changes.' }),
    target: t.exposeString('target', { nullable: true, description: 'The key of the CDN that it is about; null for all.' }),
    value: t.field({
      type: 'JSON',
      nullable: true,
      description: 'An admin state, a weight or a ratio; null for those that have none.',
      resolve: ({ value }) => value,
    }),
    reason: t.exposeString('reason', { description: 'Why, in the words of its author.' }),
    until: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null: when it is lifted.',
    }),
    by: t.exposeString('by', { description: 'Who set it.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was set.' }),
    inEffect: t.exposeBoolean('inEffect', {
      description: 'False while the live revision does not have its CDN: then it changes nothing.',
    }),
    scope: t.expose('scope', { type: OverrideScope, description: 'Nodes on which it holds.' }),
  }),
})

builder.queryField('overrides', (t) =>
  t.field({
    description: 'All overrides that hold on this node, also while its store is away.',
    type: [Override],
    resolve: (_root, _args, context) => [...listOverrides(context)],
  }),
)

builder.subscriptionField('overridesChanged', (t) =>
  t.field({
    description: 'All overrides that hold, then again whenever one is set or lifted, or ends.',
    type: [Override],
    subscribe: (_root, _args, context) => {
      let told: string | undefined
      return mapSubscription(context.feed.overrides.subscribe(context.fleet.overrides()), (set) => {
        const shown = [...listOverrides(context, set)]
        if (canonicalJson(shown) === told) return undefined
        told = canonicalJson(shown)
        return shown
      })
    },
    resolve: (shown) => shown,
  }),
)

/** Lists the overrides that have not ended, and tells whether they take effect, and where they hold. */
export function listOverrides(
  { fleet, running, nowEpochMs }: Pick<GraphqlContext, 'fleet' | 'running' | 'nowEpochMs'>,
  set: NodeOverrides = fleet.overrides(),
): readonly Shown[] {
  const cdns = running()?.config.cdns ?? []
  return activeAt(set.overrides, nowEpochMs()).map((override) => ({
    ...override,
    inEffect: isInEffect(override, cdns),
    scope: scopeOf(set, slotOf(override)),
  }))
}
