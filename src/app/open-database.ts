import type { Logger } from 'pino'
import { tell } from '../adapters/log/log.ts'
import type { Database } from '../adapters/prisma/database.ts'
import { DatabaseUnusable } from '../adapters/prisma/database-unusable.ts'
import { openEmbeddedDatabase } from '../adapters/prisma/pglite.ts'
import { openPostgresDatabase } from '../adapters/prisma/postgres.ts'
import { unusableDatabase } from '../adapters/prisma/unusable-database.ts'
import type { Settings } from '../settings.ts'

/** The database that the settings name. One that can't be used now is there all the same, and says why when it is asked. */
export async function openDatabase({ DATABASE_URL, DATA_DIR }: Settings, log: Logger): Promise<Database> {
  if (DATABASE_URL !== undefined) return openPostgresDatabase(DATABASE_URL)
  const name = 'the embedded database'
  try {
    return { ...(await openEmbeddedDatabase(DATA_DIR)), name, open: async () => undefined }
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error
    log.error({ err: error }, 'the embedded database cannot be opened')
    tell(`${error.message}; running from the newest snapshot, nothing can be published until this is mended`)
    return { ...unusableDatabase(error.message), name, open: () => Promise.reject(error) }
  }
}
