import type { Role as RoleName } from '../../../core/access/roles.ts'
import { builder } from '../builder.ts'

/** Roles in upper case, as all enums; inside, in tokens and on the command line they are in lower case. */
export const Role = builder.enumType('Role', {
  description:
    'VIEWER < OPERATOR < EDITOR < PUBLISHER < ADMIN; each includes the ones before. In the claim `roles` of a JSON Web Token they are in lower case.',
  values: {
    VIEWER: { value: 'viewer', description: 'Reads.' },
    OPERATOR: { value: 'operator', description: 'Overrides what is live.' },
    EDITOR: { value: 'editor', description: 'Changes the working copy.' },
    PUBLISHER: { value: 'publisher', description: 'Changes what is live.' },
    ADMIN: { value: 'admin', description: 'Makes and revokes API tokens.' },
  } as const satisfies Readonly<Record<Uppercase<RoleName>, { readonly value: RoleName; readonly description: string }>>,
})
