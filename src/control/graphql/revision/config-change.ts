import type { ConfigChange as Change } from '../../../core/config/diff.ts'
import { builder } from '../builder.ts'

const ConfigChangeKind = builder.enumType('ConfigChangeKind', {
  description: 'Whether an object came, went, or one of its fields has another value.',
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
    kind: t.expose('kind', { type: ConfigChangeKind, description: 'Whether it came, went or changed.' }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value that was; null when the object was not there.',
      resolve: (change) => change.before,
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value that is; null when the object is gone.',
      resolve: (change) => change.after,
    }),
    author: t.exposeString('author', {
      nullable: true,
      description:
        'Who last edited this, by the audit trail; null when that lies too far back. Between two revisions, and with `applyConfig`, who published.',
    }),
  }),
})
