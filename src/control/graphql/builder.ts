import SchemaBuilder from '@pothos/core'
import ErrorsPlugin from '@pothos/plugin-errors'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import SimpleObjectsPlugin from '@pothos/plugin-simple-objects'
import ValidationPlugin from '@pothos/plugin-validation'
import { GraphQLError } from 'graphql'
import type PrismaTypes from '../../generated/pothos-types.ts'
import { getDatamodel } from '../../generated/pothos-types.ts'
import { mayActAs, type Role } from '../../core/access/roles.ts'
import { wordMissingRole } from '../access/missing-role.ts'
import { roleOfField } from '../access/permissions.ts'
import type { GraphqlContext } from './context.ts'
import { rolePlugin } from './role-plugin.ts'
import { wordInput } from './problem/input-problem.ts'
import { InvalidInput } from './problem/user-problems.ts'

export type SchemaTypes = {
  Context: GraphqlContext
  PrismaTypes: PrismaTypes
  AuthScopes: { role: Role }
  DefaultFieldNullability: false
  Scalars: { DateTime: { Input: Date; Output: Date | string }; JSON: { Input: unknown; Output: unknown } }
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [rolePlugin, ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, PrismaPlugin, ValidationPlugin, SimpleObjectsPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ viewer }) => ({ role: (needed) => mayActAs(viewer, needed) }),
    unauthorizedError: (_parent, { viewer }, { parentType, fieldName }) => {
      const { message, ...roles } = wordMissingRole(roleOfField(parentType.name, fieldName) ?? 'admin', viewer)
      return new GraphQLError(message, { extensions: { code: 'FORBIDDEN', ...roles, http: { status: 403 } } })
    },
  },
  errors: {
    directResult: true,
    unsafelyHandleInputErrors: true,
    defaultUnionOptions: {
      description: 'The outcome, or an error that an editor can act on. Ask for `... on UserError { code message field }`.',
      name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`,
    },
  },
  validation: {
    validationError: ({ issues }, args) => new InvalidInput(wordInput(issues, args)),
  },
  relay: {
    cursorType: 'String',
    clientMutationId: 'omit',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    edgesFieldOptions: { description: 'Entries with their cursors, in order.' },
    nodesOnConnection: { description: 'The entries alone, in order.' },
    nodeFieldOptions: { description: 'The entry itself.' },
    cursorFieldOptions: { description: 'Give it as `after` to go on from here.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and from where.' },
    pageInfoTypeOptions: { description: "Relay's description of a page." },
    hasNextPageFieldOptions: { description: 'Whether there is more after `endCursor`.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is more before `startCursor`.' },
    startCursorFieldOptions: { description: 'Cursor of the first entry; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last entry; null on an empty page.' },
  },
  prisma: { client: ({ prisma }) => prisma, dmmf: getDatamodel(), onUnusedQuery: 'error' },
})

builder.queryType({
  description:
    'Reads. Every field needs the role `viewer`, or the role that its description names. One that needs the store, or a higher role, is null where it fails, and leaves the others standing.',
})
builder.mutationType({
  description:
    'Changes. Each answers with its outcome or with an error that an editor can act on; a refused one changes nothing.',
})
builder.subscriptionType({
  description:
    'Events as they happen: first the present state, then every change. Over Server-Sent Events and WebSocket (`graphql-transport-ws`).',
})
