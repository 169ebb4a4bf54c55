import { Socket } from 'node:net'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../generated/prisma/client.ts'
import type { Database } from './database.ts'
import { DatabaseUnusable } from './database-unusable.ts'
import { deadlines } from './deadlines.ts'
import { describePostgres } from './describe-postgres.ts'
import { keepDriverFailures, readDriverFailure } from './driver-failure.ts'
import { Late } from './late.ts'
import { readMigrations } from './migrations.ts'
import { migrate, type SqlSession } from './migrator.ts'
import { sqlStateOf } from './sql-state.ts'
import { wordFailure } from './word-failure.ts'

/**
 * Sets the time zone, since timestamps without one would depend on the server. The timeouts end abandoned statements, and the lock
 * of a process that freezes or is cut off in the middle of a change. Prisma's transactions end sooner.
 */
const limits = `-c timezone=UTC -c statement_timeout=${deadlines.statementMs} -c idle_in_transaction_session_timeout=${deadlines.idleInTransactionMs}`

/**
 * A database on a PostgreSQL server, over at most `poolSize` connections. Asks the server nothing before `open`, which may be called
 * again and again.
 */
export function openPostgresDatabase(url: string, poolSize: number): Database {
  const pool = openPool(url, poolSize)
  const client = new PrismaClient({ adapter: new PooledPostgres(pool, { disposeExternalPool: true }) })
  return {
    name: describePostgres(url),
    client,
    connections: () => ({ busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    timeOf: 'SERVER',
    async open() {
      try {
        await migrateServer(url)
      } catch (error) {
        throw wordRefusal(error)
      }
    },
    close: () => client.$disconnect(),
  }
}

function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...connectionTo(url, () => openImpatientSocket(deadlines.silenceMs)),
    max,
    idleTimeoutMillis: deadlines.idleMs,
  })
  // The caller of a query gets the error as well. The server's last message may come together with its first one, before anybody
  // listens: an 'error' would then end the process.
  pool.on('connect', (connection) => connection.on('error', () => undefined))
  pool.on('error', () => undefined)
  return pool
}

class PooledPostgres extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = keepDriverFailures(await super.connect(), true)
    const start = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (isolation) => keepDriverFailures(await start(isolation), false)
    return adapter
  }
}

function wordRefusal(cause: unknown): DatabaseUnusable {
  if (cause instanceof DatabaseUnusable) return cause
  const reason = sqlStateOf(cause) === undefined ? 'AWAY' : 'REFUSED'
  return new DatabaseUnusable(reason, wordFailure(cause, readDriverFailure(cause)), { cause })
}

async function migrateServer(url: string): Promise<void> {
  const socket = openImpatientSocket(deadlines.migratorSilenceMs)
  const client = new pg.Client(connectionTo(url, () => socket))
  client.on('error', () => undefined) // the caller of the query gets the error as well
  try {
    await client.connect()
    await migrate(sessionOf(client), await readMigrations())
  } finally {
    socket.setTimeout(deadlines.connectMs) // a server that does not hang up would keep `end` waiting
    await client.end().catch(() => undefined)
  }
}

function connectionTo(url: string, stream: () => Socket) {
  return {
    connectionString: url,
    application_name: 'sluice',
    options: limits,
    connectionTimeoutMillis: deadlines.connectMs,
    keepAlive: true,
    stream,
  }
}

/**
 * A socket that gives up after this long without a byte in either direction. TCP gives up after a quarter of an hour: until then a
 * hanging or lost connection would stay in the pool.
 */
function openImpatientSocket(silenceMs: number): Socket {
  const socket = new Socket()
  socket.setTimeout(silenceMs, () => socket.destroy(new Late(silenceMs)))
  return socket
}

function sessionOf(client: pg.Client): SqlSession {
  return {
    run: async (script) => void (await client.query(script)),
    rows: async (sql, parameters) => (await client.query<Record<string, unknown>>(sql, [...parameters])).rows,
  }
}
