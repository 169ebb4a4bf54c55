import type { ApiToken as StoredToken } from '../../../core/access/api-token.ts'
import { MAX_API_TOKENS, MAX_DAYS, planCreateApiToken, planRevokeApiToken } from '../../../core/change/plan-api-token.ts'
import { hashOfToken, makeApiToken } from '../../access/new-token.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { InvalidInput, NotFound, OutcomeUnknown, StoreUnavailable } from '../problem/user-problems.ts'
import { Role } from './role.ts'

const ApiToken = builder.objectRef<StoredToken>('ApiToken').implement({
  description: 'A token that was made here for a program or a person. The token itself is not kept.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The `id` for `revokeApiToken`.' }),
    name: t.exposeString('name', { description: 'In the audit trail its actor is `api-token:NAME`.' }),
    roles: t.expose('roles', { type: [Role], description: 'What it may do; each role includes the ones before.' }),
    createdBy: t.exposeString('createdBy', { description: 'Name of the identity that made it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends by itself.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to about a minute; null: never.',
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was revoked; null: it was not.' }),
  }),
})

const CreateApiTokenInput = builder.inputType('CreateApiTokenInput', {
  description: 'A token to make. It ends after 90 days unless told, and never after the token that makes it.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: '`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, else `NAME_INVALID`. The name of another usable token is `DUPLICATE`.',
    }),
    roles: t.field({ type: [Role], required: true, description: 'One or more, none above your own. Else `ROLES_INVALID`.' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: `In the future, within ${MAX_DAYS} days, and not after your own token. Else \`EXPIRY_INVALID\`.`,
    }),
    expiresInDays: t.int({
      description: `1 to ${MAX_DAYS}, and not after your own token; instead of expiresAt. Else \`EXPIRY_INVALID\`.`,
    }),
  }),
})

const CreateApiTokenSuccess = builder.simpleObject('CreateApiTokenSuccess', {
  description: 'The token works on this node at once, and on the others as soon as it is sent there.',
  fields: (t) => ({
    apiToken: t.field({ type: ApiToken, description: 'The token without its secret.' }),
    token: t.string({ description: 'The token itself, a secret. It is shown here and never again.' }),
  }),
})

const RevokeApiTokenSuccess = builder.simpleObject('RevokeApiTokenSuccess', {
  description: 'The token is refused from now on, on other nodes within 5 s; its open connections are ended.',
  fields: (t) => ({ apiToken: t.field({ type: ApiToken, description: 'The token that was revoked.' }) }),
})

builder.queryField('apiTokens', (t) =>
  t.field({
    description: 'The API tokens, newest first; revoked and expired ones, too, as long as they are kept.',
    type: [ApiToken],
    nullable: true,
    resolve: async (_root, _args, { apiTokens }) => [...(await apiTokens())],
  }),
)

builder.mutationField('createApiToken', (t) =>
  t.field({
    description: `Makes a token for the admin API. At most ${MAX_API_TOKENS} can be used at once, else \`TOO_MANY\`.`,
    type: CreateApiTokenSuccess,
    extensions: attemptsOn(({ input }: { readonly input: { readonly name: string } }) => `apiTokens.${input.name}`),
    errors: { types: [InvalidInput, StoreUnavailable, OutcomeUnknown] },
    args: { input: t.arg({ type: CreateApiTokenInput, required: true }) },
    resolve: async (_root, { input }, { viewer, attempt, changeApiTokens }) => {
      const token = makeApiToken()
      const wish = {
        name: input.name,
        roles: input.roles,
        expiresAt: input.expiresAt?.toISOString(),
        expiresInDays: input.expiresInDays ?? undefined,
      }
      return { apiToken: await changeApiTokens(planCreateApiToken(wish, hashOfToken(token), viewer, attempt().at)), token }
    },
  }),
)

builder.mutationField('revokeApiToken', (t) =>
  t.field({
    description: 'Ends a token for good.',
    type: RevokeApiTokenSuccess,
    extensions: attemptsOn(({ id }: { readonly id: string }) => `apiTokens.${id}`),
    errors: { types: [NotFound, StoreUnavailable, OutcomeUnknown] },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { attempt, changeApiTokens }) => ({
      apiToken: await changeApiTokens(planRevokeApiToken(id, attempt().at)),
    }),
  }),
)
