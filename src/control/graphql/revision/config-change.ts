import type { ConfigChange as Change } from '../../../core/config/diff.ts'
import { builder } from '../builder.ts'

const ConfigChangeKind = builder.enumType('ConfigChangeKind', {
  description: 'Kind of a difference.',
  values: {
    ADDED: { description: 'The object is new; `before` is null.' },
    REMOVED: { description: 'The object is gone; `after` is null.' },
    CHANGED: { description: 'The field has another value.' },
  } as const,
})

export const ConfigChange = builder.objectRef<Change & { readonly author: string | null }>('ConfigChange').implement({
  description: 'One difference between two configurations.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: '`settings.ratio`, `cdns.KEY.weight`, or `cdns.KEY` when the whole object came or went.',
    }),
    kind: t.expose('kind', { type: ConfigChangeKind, description: 'Kind of the difference.' }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value before; null when the object is new.',
      resolve: (change) => change.before,
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value after; null when the object is gone.',
      resolve: (change) => change.after,
    }),
    author: t.exposeString('author', {
      nullable: true,
      description:
        'The last editor of the value, by the audit trail; null when the edit lies too far back, or the trail could not be read. Between two revisions, and with `applyConfig` and `rollback`, the publisher.',
    }),
  }),
})
