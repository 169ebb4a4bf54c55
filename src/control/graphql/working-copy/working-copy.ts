import { diffConfigs } from '../../../core/config/diff.ts'
import type { ConfigState } from '../../../core/change/config-change.ts'
import { planDiscard } from '../../../core/change/plan-edit.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { ConfigChange } from '../revision/config-change.ts'
import { RoutingConfig } from '../routing-config.ts'
import { editErrors } from '../problem/user-errors.ts'
import { addEditors } from './editors-of.ts'

const WorkingCopy = builder.objectRef<Pick<ConfigState, 'version' | 'workingCopy'>>('WorkingCopy').implement({
  description: 'The configuration that editors change. `publish` makes a revision of it.',
  fields: (t) => ({
    version: t.exposeInt('version', {
      description: 'Grows by one with every edit. Give it as `expectedVersion` to be sure that nobody edited in between.',
    }),
    config: t.expose('workingCopy', { type: RoutingConfig, description: 'The whole configuration, published or not.' }),
  }),
})

const DiscardChangesSuccess = builder.simpleObject('DiscardChangesSuccess', {
  description: 'The working copy is the live revision again.',
  fields: (t) => ({ workingCopy: t.field({ type: WorkingCopy, description: 'The working copy with its new version.' }) }),
})

builder.queryField('workingCopy', (t) =>
  t.field({
    description: 'The configuration that editors change, with what is not published yet.',
    type: WorkingCopy,
    nullable: true,
    resolve: (_root, _args, context) => context.state(),
  }),
)

builder.queryField('pendingChanges', (t) =>
  t.field({
    description:
      'Changes that `publish` would make: the working copy against the live revision, in the order of the paths. Empty when nothing is pending.',
    type: [ConfigChange],
    nullable: true,
    resolve: async (_root, _args, context) => {
      const { live, workingCopy } = await context.state()
      return addEditors(context.prisma, live === undefined ? [] : diffConfigs(live.config, workingCopy))
    },
  }),
)

builder.mutationField('discardChanges', (t) =>
  t.field({
    description: 'Sets the working copy back to the live revision.',
    type: DiscardChangesSuccess,
    extensions: attemptsOn(() => 'workingCopy'),
    errors: { types: editErrors },
    args: { expectedVersion: t.arg.int({ description: expectedVersionDescription }) },
    resolve: async (_root, { expectedVersion }, context) => ({
      workingCopy: await context.change(planDiscard({ expectedVersion: expectedVersion ?? undefined })),
    }),
  }),
)
