import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPostgresServer } from '../../support/postgres-server.ts'
import type { Parts } from '../measure/cost.ts'
import { treeOf } from '../measure/process-tree.ts'
import { openSluice } from '../measure/sluice.ts'
import { startHttpServer, type HttpServer } from './start-http-server.ts'

export type Contender = {
  /** For `--only`; the rows of the table are named after its parts. */
  readonly key: string
  /** Debian's packages that it needs. */
  readonly packages: readonly string[]
  /** Whether exactly every tenth goes to the origin, or every answer is the same. */
  readonly answers: 'EVERY_TENTH' | 'CONSTANT'
  /** `folder` is empty and the contender's own. */
  start(place: Place): Promise<Running>
}

type Place = { readonly port: number; readonly folder: string }

export type Running = { readonly parts: Parts; readonly stop: () => Promise<void> }

/** The rows of the table that all others are compared with. */
export const floorRow = 'C with epoll: the floor'
export const haproxyRow = 'HAProxy'
export const fastifyRow = 'Fastify, a constant redirect'

const python = ['python3-fastapi', 'python3-uvicorn', 'python3-uvloop', 'python3-httptools']

export const contenders: readonly Contender[] = [
  { key: 'floor', packages: ['gcc', 'libc6-dev'], answers: 'EVERY_TENTH', start: startFloor },
  { key: 'haproxy', packages: ['haproxy'], answers: 'EVERY_TENTH', start: startHaproxy },
  { key: 'nginx', packages: ['nginx', 'libnginx-mod-http-lua'], answers: 'EVERY_TENTH', start: startNginx },
  { key: 'node-http', packages: [], answers: 'CONSTANT', start: nodeServer('node-http.ts', 'node:http, a constant redirect') },
  { key: 'fastify', packages: [], answers: 'CONSTANT', start: nodeServer('fastify.ts', fastifyRow) },
  ...(['off', 'public', 'handles'] as const).map((fastTier) => ({
    key: `sluice-${fastTier}`,
    packages: [],
    answers: 'EVERY_TENTH' as const,
    start: startSluice(fastTier),
  })),
  { key: 'fastapi', packages: python, answers: 'EVERY_TENTH', start: startFastapi },
  {
    key: 'fastapi-postgres',
    packages: [...python, 'python3-sqlalchemy', 'python3-asyncpg', 'postgresql'],
    answers: 'EVERY_TENTH',
    start: startFastapiOnPostgres,
  },
]

async function startFloor({ port, folder }: Place): Promise<Running> {
  const program = join(folder, 'floor')
  execFileSync('gcc', ['-O2', '-o', program, fileOf('floor.c')])
  return alone(floorRow, await startHttpServer(program, [String(port)], { port, folder }))
}

async function startHaproxy({ port, folder }: Place): Promise<Running> {
  const args = ['-db', '-f', fileOf('haproxy.cfg')]
  return alone(haproxyRow, await startHttpServer('haproxy', args, { port, folder, env: { PORT: String(port) } }))
}

async function startNginx({ port, folder }: Place): Promise<Running> {
  copyFileSync(fileOf('redirect.lua'), join(folder, 'redirect.lua'))
  writeFileSync(join(folder, 'nginx.conf'), readFileSync(fileOf('nginx.conf'), 'utf8').replaceAll('@PORT@', String(port)))
  const args = ['-p', `${folder}/`, '-c', 'nginx.conf', '-e', 'stderr']
  return alone('nginx with Lua', await startHttpServer('nginx', args, { port, folder }))
}

function nodeServer(file: string, row: string): Contender['start'] {
  return async (place) => alone(row, await startHttpServer(process.execPath, [fileOf(file), String(place.port)], place))
}

function startSluice(fastTier: 'off' | 'public' | 'handles'): Contender['start'] {
  return async ({ port, folder }) => {
    const sluice = await openSluice({ port, dataDir: folder, env: { FAST_TIER: fastTier } })
    const row = `Sluice, FAST_TIER=${fastTier}`
    const group = () => treeOf(sluice.group.primaryPid)
    return {
      parts: { [`${row}, the worker alone`]: async () => [sluice.workerPid], [`${row}, the whole group`]: group },
      stop: () => sluice.stop(),
    }
  }
}

async function startFastapi(place: Place): Promise<Running> {
  return alone('FastAPI in memory', await startUvicorn('fastapi_memory', place))
}

async function startFastapiOnPostgres(place: Place): Promise<Running> {
  const postgres = await openPostgresServer()
  try {
    const url = await postgres.database('balancer')
    await postgres.query('balancer', 'CREATE TABLE balancer_config (id int PRIMARY KEY, cdn_host text, ratio int)')
    await postgres.query('balancer', "INSERT INTO balancer_config VALUES (1, 'cdn.example.com', 10)")
    const [row] = await postgres.query('balancer', "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid")
    const service = await startUvicorn('fastapi_postgres', place, {
      DATABASE_URL: url.replace('postgresql:', 'postgresql+asyncpg:'),
    })
    return {
      parts: {
        'FastAPI with SQLAlchemy, the service alone': service.pids,
        'FastAPI with SQLAlchemy, and its PostgreSQL': async () => [
          ...(await service.pids()),
          ...(await treeOf(Number(row?.['pid']))),
        ],
      },
      async stop() {
        await service.stop()
        await postgres.remove()
      },
    }
  } catch (error) {
    await postgres.remove()
    throw error
  }
}

/** Debian's Python, whatever else the PATH has. uvicorn takes uvloop and httptools by itself when they are there. */
function startUvicorn(module: string, { port, folder }: Place, env: Readonly<Record<string, string>> = {}): Promise<HttpServer> {
  const quiet = ['--no-access-log', '--log-level', 'warning']
  const args = ['-m', 'uvicorn', `${module}:app`, '--app-dir', fileOf(''), '--port', String(port), ...quiet]
  return startHttpServer('/usr/bin/python3', args, { port, folder, env: { PYTHONDONTWRITEBYTECODE: '1', ...env } })
}

function alone(row: string, server: HttpServer): Running {
  return { parts: { [row]: server.pids }, stop: server.stop }
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(`servers/${name}`, import.meta.url))
}
