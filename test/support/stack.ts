import { createHash } from 'node:crypto'
import { createDatabase } from './postgres-query.ts'

/** What a process group of this run stands on: `npm run test:services` runs the whole of test/e2e on `services`, too. */
export const stack = process.env['SLUICE_TEST_STACK'] === 'services' ? 'services' : 'embedded'

/** Settings that make a group use the run's own PostgreSQL and Redis, with a database for each data folder. */
export async function stackSettings(dataDir: string): Promise<Readonly<Record<string, string>>> {
  if (stack === 'embedded') return {}
  const { SLUICE_TEST_POSTGRES_URL = '', SLUICE_TEST_REDIS_URL = '' } = process.env
  const name = `e2e_${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
  return { DATABASE_URL: await createDatabase(SLUICE_TEST_POSTGRES_URL, name), REDIS_URL: SLUICE_TEST_REDIS_URL }
}
