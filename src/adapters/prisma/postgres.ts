import { Socket } from 'node:net'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../generated/prisma/client.ts'
import type { Database } from './database.ts'
import { describePostgres, wordRefusal } from './postgres-refusal.ts'
import { readMigrations } from './migrations.ts'
import { migrate, type SqlSession } from './migrator.ts'
import { Late } from './transactions.ts'

/** Connections of this process at most: a server's default is 100 for everybody. */
const POOL_SIZE = 10
/** Until a connection is there, be it new or one that somebody gives back; Prisma waits as long for a transaction to begin. */
const CONNECT_MS = 2_000
/** A server that is well ends every statement of ours sooner; see `limits`. */
const SILENCE_MS = 4_500
/** Idle connections are closed before they count as silent. */
const IDLE_MS = 4_000
/** The migrator waits for others that migrate, longer than anybody else waits for anything. */
const MIGRATOR_SILENCE_MS = 65_000
/**
 * Timestamps without a zone would else depend on the server; statements that nobody waits for any more would run on; and a process
 * that is frozen, or cut off, in the middle of a change would keep its lock from all nodes. Prisma's transactions end sooner.
 */
const limits = '-c timezone=UTC -c statement_timeout=5000 -c idle_in_transaction_session_timeout=4000'

/** A database on a PostgreSQL server. Nothing is asked of the server before `open`, which may be called again and again. */
export function openPostgresDatabase(url: string): Database {
  const client = new PrismaClient({ adapter: new PooledPostgres(openPool(url), { disposeExternalPool: true }) })
  return {
    name: describePostgres(url),
    client,
    timeOf: 'SERVER',
    async open() {
      try {
        await migrateServer(url)
      } catch (error) {
        throw wordRefusal(url, error)
      }
    },
    close: () => client.$disconnect(),
  }
}

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ ...connectionTo(url, SILENCE_MS), max: POOL_SIZE, idleTimeoutMillis: IDLE_MS })
  // Whoever waits for an answer gets the error as well. But there is a moment, when the server's last words come with its
  // first, in which nobody listens, and an 'error' without a listener ends the process.
  pool.on('connect', (connection) => connection.on('error', () => undefined))
  pool.on('error', () => undefined)
  return pool
}

/** Prisma knows the errors of servers and of sockets. Those of pg itself it passes on as they are, as if they were bugs. */
class PooledPostgres extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = (query) => queryRaw(query).catch((error: unknown) => Promise.reject(asConnectionLoss(error)))
    return adapter
  }
}

function asConnectionLoss(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'Error') return error
  return Object.assign(new Error(error.message), { name: 'DriverAdapterError', cause: { kind: 'ConnectionClosed' } })
}

async function migrateServer(url: string): Promise<void> {
  const client = new pg.Client(connectionTo(url, MIGRATOR_SILENCE_MS))
  client.on('error', () => undefined) // whoever waits for an answer gets the error as well
  try {
    await client.connect()
    await migrate(sessionOf(client), await readMigrations())
  } finally {
    await client.end().catch(() => undefined)
  }
}

function connectionTo(url: string, silenceMs: number) {
  return {
    connectionString: url,
    application_name: 'sluice',
    options: limits,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    stream: () => impatientSocket(silenceMs),
  }
}

/**
 * A socket that gives up when nothing was received or sent for so long. Without it a connection to a server that hangs, or that
 * the network lost without a word, would stay in the pool until TCP gives up, which takes a quarter of an hour.
 */
function impatientSocket(silenceMs: number): Socket {
  const socket = new Socket()
  socket.setTimeout(silenceMs, () => socket.destroy(new Late(`no answer within ${silenceMs} ms`)))
  return socket
}

function sessionOf(client: pg.Client): SqlSession {
  return {
    run: async (script) => void (await client.query(script)),
    rows: async (sql, parameters) => (await client.query<Record<string, unknown>>(sql, [...parameters])).rows,
  }
}
