import type { PrismaClient } from '../../src/generated/prisma/client.ts'

/**
 * An empty database for the next test. What the triggers refuse is done by switching them off and on again, in one statement,
 * as the owner of the tables may.
 */
export async function emptyTables(client: PrismaClient): Promise<void> {
  await client.$executeRaw`
    DO $$ BEGIN
      ALTER TABLE audit_event DISABLE TRIGGER USER;
      ALTER TABLE config_revision DISABLE TRIGGER USER;
      TRUNCATE override, origin_cluster, cdn, pool, rule, settings, working_copy, config_revision, canary, audit_event, api_token, idempotency_key, origin_lease, health_report, health_event, cdn_load RESTART IDENTITY;
      ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_is_append_only;
      ALTER TABLE config_revision ENABLE ALWAYS TRIGGER config_revision_is_written_once;
    END $$`
}
