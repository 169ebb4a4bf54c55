import { join } from 'node:path'
import { sha256Of } from '../../src/core/config/canonical.ts'
import { startPostgres } from '../../src/adapters/prisma/pglite.ts'
import { configWith } from './config.ts'
import { queryOnce } from './postgres-query.ts'
import { stackSettings } from './stack.ts'

/** Its hash is right and nobody can build a table of it. */
const unbuildable = configWith({ cdns: [{ baseUrl: 'ftp://cdn.example.com' }] })

/** By the message of the publish that it is done to. */
export const damages = {
  'wrong hash': "NEW.sha256 := repeat('0', 64)",
  'format from the future': 'NEW.format_version := 99',
  'no table': `NEW.document := '${JSON.stringify(unbuildable)}'; NEW.sha256 := '${sha256Of(unbuildable)}'`,
}

const trigger = `
  CREATE FUNCTION damage() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    ${Object.entries(damages)
      .map(([message, damage]) => `IF NEW.message = '${message}' THEN ${damage}; END IF;`)
      .join('\n    ')}
    RETURN NEW;
  END $$;
  CREATE TRIGGER damage BEFORE INSERT ON config_revision FOR EACH ROW EXECUTE FUNCTION damage();`

/** From now on the database of this data folder damages revisions with such a message while it stores them. No group may run on it. */
export async function makeDatabaseDamageRevisions(dataDir: string): Promise<void> {
  const { DATABASE_URL } = await stackSettings(dataDir)
  if (DATABASE_URL !== undefined) return makeServerDamageRevisions(DATABASE_URL)
  const database = await startPostgres({ dataDir: join(dataDir, 'database') })
  await database.exec(trigger)
  await database.close()
}

export async function makeServerDamageRevisions(url: string): Promise<void> {
  await queryOnce(url, trigger)
}
