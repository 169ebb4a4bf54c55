import './access/api-token.ts'
import './access/viewer.ts'
import './audit/audit-event.ts'
import './cdn/cdn-mutations.ts'
import './origin-cluster/origin-cluster-mutations.ts'
import './revision/apply-config.ts'
import './revision/diff.ts'
import './revision/publish.ts'
import './revision/revision.ts'
import './revision/rollback.ts'
import './scalars.ts'
import './traffic/traffic.ts'
import './worker/worker.ts'
import './working-copy/working-copy.ts'
import { auditMutations } from './audit/audited-mutations.ts'
import { builder } from './builder.ts'

/** The whole GraphQL schema; `schema.graphql` is printed from it. */
export const schema = auditMutations(builder.toSchema({ sortSchema: true }))
