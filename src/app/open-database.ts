import type { Logger } from 'pino'
import { tell } from '../adapters/log/log.ts'
import type { Database } from '../adapters/prisma/database.ts'
import { DatabaseUnusable } from '../adapters/prisma/database-unusable.ts'
import { unusableDatabase } from '../adapters/prisma/unusable-database.ts'
import { systemClock } from '../adapters/system/clock.ts'
import type { Settings } from '../settings.ts'

/** Opens the database that the settings name; an unusable one rejects each call with the reason. Loads only the code in use. */
export async function openDatabase({ DATABASE_URL, DATABASE_POOL, DATA_DIR }: Settings, log: Logger): Promise<Database> {
  if (DATABASE_URL !== undefined) {
    const { openPostgresDatabase } = await import('../adapters/prisma/postgres.ts')
    return openPostgresDatabase(DATABASE_URL, DATABASE_POOL)
  }
  const { openEmbeddedDatabase } = await import('../adapters/prisma/pglite.ts')
  const common = { name: 'the embedded database in DATA_DIR', timeOf: 'ATTEMPT', connections: () => undefined } as const
  const startedMonoMs = systemClock.nowMonoMs()
  try {
    const { isNew, ...opened } = await openEmbeddedDatabase(DATA_DIR)
    if (isNew) tell(`the database was made in ${((systemClock.nowMonoMs() - startedMonoMs) / 1_000).toFixed(1)} s`)
    return { ...opened, ...common, open: async () => undefined }
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error
    log.error({ err: error }, 'the embedded database cannot be opened')
    tell(`${error.message}; running from the newest snapshot, nothing can be published until this is mended`)
    return { ...unusableDatabase(error.message), ...common, open: () => Promise.reject(error) }
  }
}
