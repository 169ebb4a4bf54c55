import { reasonOf, type AdminClient } from '../admin-client.ts'
import type { Load } from '../scenario.ts'
import { startPace, type Going } from './pace.ts'
import type { Keep } from './redirects.ts'

const PAGE = 50
const query = `{ auditLog(first: ${PAGE}) { nodes { id at action actor outcome before after } totalCount } }`

type Answer = { readonly auditLog: { readonly nodes: readonly { readonly id: string }[]; readonly totalCount: number } }

/** Reads the newest page of the audit trail, as somebody does who looks what happens. */
export function startAuditReads(admin: AdminClient, load: Load, { measures }: Pick<Keep, 'measures'>): Going {
  return startPace({ perSecond: load.auditReadsPerSecond, slots: 4 }, read, () =>
    measures.fail('auditRead', 'those before were not answered in time'),
  )

  async function read(dueMs: number): Promise<void> {
    try {
      const { nodes, totalCount } = (await admin.graphql<Answer>(query)).auditLog
      measures.done('auditRead', performance.now() - dueMs)
      if (nodes.length !== Math.min(PAGE, totalCount)) measures.fail('auditRead', 'a page is not whole')
      if (nodes.some(({ id }, index) => index > 0 && Number(id) >= Number(nodes[index - 1]?.id)))
        measures.fail('auditRead', 'the newest is not first')
    } catch (error) {
      measures.fail('auditRead', reasonOf(error))
    }
  }
}
