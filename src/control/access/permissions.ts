import type { Role } from './roles.ts'

/**
 * Who may do what, said once. GraphQL's root fields (`graphql/role-plugin.ts`) and the routes (`guard.ts`) are refused by it, their
 * descriptions are made of it, and the table in docs/api/rules.md is held against it. What isn't named here can't be added.
 */
export const graphqlRoles: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  Query: {
    apiTokens: 'admin',
    auditLog: 'viewer',
    canary: 'viewer',
    diff: 'viewer',
    liveRevision: 'viewer',
    overrides: 'viewer',
    pendingChanges: 'viewer',
    revision: 'viewer',
    revisions: 'viewer',
    traffic: 'viewer',
    viewer: 'viewer',
    workers: 'viewer',
    workingCopy: 'viewer',
  },
  Mutation: {
    applyConfig: 'publisher',
    createApiToken: 'admin',
    deleteCdn: 'editor',
    deleteOriginCluster: 'editor',
    discardChanges: 'editor',
    endCanary: 'publisher',
    liftOverride: 'operator',
    publish: 'publisher',
    revokeApiToken: 'admin',
    rollback: 'publisher',
    setOverride: 'operator',
    updateSettings: 'editor',
    upsertCdn: 'editor',
    upsertOriginCluster: 'editor',
    validate: 'viewer',
  },
  Subscription: {
    auditAppended: 'viewer',
    canaryChanged: 'viewer',
    configPublished: 'viewer',
    overridesChanged: 'viewer',
    trafficTick: 'viewer',
    workersChanged: 'viewer',
  },
}

/** By method and path, as the routes are added. */
export const routeRoles: Readonly<Record<string, Role | 'OPEN'>> = {
  'GET /config': 'viewer',
  'POST /config': 'publisher',
  'PUT /config': 'publisher',
  'GET /graphql': 'viewer',
  'POST /graphql': 'viewer',
  'GET /metrics': 'viewer',
  'GET /health': 'OPEN',
  'GET /health/live': 'OPEN',
  'GET /health/ready': 'OPEN',
  'GET /openapi.json': 'OPEN',
  'GET /config.schema.json': 'OPEN',
  'GET /docs': 'OPEN',
  'GET /docs/page.css': 'OPEN',
  'GET /docs/start.js': 'OPEN',
  'GET /docs/swagger-ui.css': 'OPEN',
  'GET /docs/swagger-ui.js': 'OPEN',
  'GET /redoc': 'OPEN',
  'GET /redoc/redoc.js': 'OPEN',
  'GET /graphql/graphiql.css': 'OPEN',
  'GET /graphql/graphiql.js': 'OPEN',
  'GET /graphql/start.js': 'OPEN',
  'GET /graphql/worker-editor.js': 'OPEN',
  'GET /graphql/worker-graphql.js': 'OPEN',
  'GET /graphql/worker-json.js': 'OPEN',
}

/** Undefined when the table doesn't know the route. `HEAD` is as `GET`. */
export function roleOfRoute(method: string, path: string): Role | 'OPEN' | undefined {
  return routeRoles[`${method === 'HEAD' ? 'GET' : method} ${path}`]
}
