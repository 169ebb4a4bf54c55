import type { Role } from '../../core/access/roles.ts'

/**
 * The one table of permissions. GraphQL's root fields (`graphql/role-plugin.ts`) and the routes (`guard.ts`) are checked against
 * it. Descriptions come from it, and a test compares docs/api/rules.md. A field or route that it lacks cannot be added.
 */
export const graphqlRoles: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  Query: {
    apiTokens: 'admin',
    auditLog: 'viewer',
    canary: 'viewer',
    cdn: 'viewer',
    clientFacts: 'viewer',
    diff: 'viewer',
    expectation: 'viewer',
    health: 'viewer',
    healthHistory: 'viewer',
    liveRevision: 'viewer',
    originCluster: 'viewer',
    overrides: 'viewer',
    pendingChanges: 'viewer',
    pool: 'viewer',
    revision: 'viewer',
    revisions: 'viewer',
    rule: 'viewer',
    contingency: 'viewer',
    simulate: 'viewer',
    traffic: 'viewer',
    trafficHistory: 'viewer',
    viewer: 'viewer',
    workers: 'viewer',
    workingCopy: 'viewer',
    zone: 'viewer',
  },
  Mutation: {
    applyConfig: 'publisher',
    checkNow: 'operator',
    createApiToken: 'admin',
    deleteCdn: 'editor',
    deleteExpectation: 'editor',
    deleteOriginCluster: 'editor',
    deletePool: 'editor',
    deleteRule: 'editor',
    deleteZone: 'editor',
    discardChanges: 'editor',
    endCanary: 'publisher',
    liftOverride: 'operator',
    publish: 'publisher',
    reportLoad: 'operator',
    revokeApiToken: 'admin',
    rollback: 'publisher',
    setOverride: 'operator',
    updateSettings: 'editor',
    upsertCdn: 'editor',
    upsertExpectation: 'editor',
    upsertOriginCluster: 'editor',
    upsertPool: 'editor',
    upsertRule: 'editor',
    upsertZone: 'editor',
    validate: 'viewer',
  },
  Subscription: {
    auditAppended: 'viewer',
    canaryChanged: 'viewer',
    configPublished: 'viewer',
    healthChanged: 'viewer',
    overridesChanged: 'viewer',
    trafficTick: 'viewer',
    workersChanged: 'viewer',
  },
}

/** Roles by method and path, as the routes are added. */
export const routeRoles: Readonly<Record<string, Role | 'OPEN'>> = {
  'GET /': 'OPEN',
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
  'GET /admin': 'OPEN',
  'GET /admin/*': 'OPEN',
  'GET /admin/assets/*': 'OPEN',
  'GET /docs': 'OPEN',
  'GET /docs/guide': 'OPEN',
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

/** Undefined when the table lacks the field. */
export function roleOfField(rootType: string, field: string): Role | undefined {
  return graphqlRoles[rootType]?.[field]
}

/** Undefined when the table lacks the route. `HEAD` counts as `GET`. */
export function roleOfRoute(method: string, path: string): Role | 'OPEN' | undefined {
  return routeRoles[`${method === 'HEAD' ? 'GET' : method} ${path}`]
}
