import { openPostgresServer, type PostgresServer } from './postgres-server.ts'
import { openRedisServer, type RedisServer } from './redis-server.ts'
import { requirePrograms } from './server-process.ts'

let postgres: PostgresServer | undefined
let redis: RedisServer | undefined

/** Before `npm run test:services`: one PostgreSQL and one Redis for test/e2e; see stack.ts. */
export async function setup(): Promise<void> {
  requirePrograms()
  postgres = await openPostgresServer()
  redis = await openRedisServer()
  process.env['SLUICE_TEST_POSTGRES_URL'] = postgres.urlOf('postgres')
  process.env['SLUICE_TEST_REDIS_URL'] = redis.url
}

export async function teardown(): Promise<void> {
  await Promise.all([postgres?.remove(), redis?.remove()])
}
