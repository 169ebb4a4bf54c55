import type { Viewer as TokenViewer } from '../../../core/access/roles.ts'
import { builder } from '../builder.ts'
import { Role } from './role.ts'

const Viewer = builder.objectRef<TokenViewer>('Viewer').implement({
  description: 'The identity that the token belongs to.',
  fields: (t) => ({
    name: t.exposeString('name', { description: '`admin-token` for the token of `ADMIN_TOKEN` or `DATA_DIR/admin-token`.' }),
    roles: t.expose('roles', { type: [Role], description: 'What it may do; each role includes the ones before.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'When the token ends; null: never.' }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    description: 'The identity that the token belongs to, and its roles.',
    type: Viewer,
    resolve: (_root, _args, { viewer }) => viewer,
  }),
)
