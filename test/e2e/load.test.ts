import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Result } from '../load/run.ts'

const tool = new URL('../load/main.ts', import.meta.url).pathname
/** A machine that is busy with other tests is slow; what is under test is the tool. */
const patience = ['redirect', 'publish', 'commitToWorker', 'delivery', 'override', 'auditRead'].flatMap((kind) => [
  '--max-p99-ms',
  `${kind}=60000`,
])

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-load-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs the tool; what it has to say goes into the folder. */
function start(args: readonly string[]) {
  const paths = { report: join(folder, 'report.html'), json: join(folder, 'result.json') }
  const env = { ...process.env, SLUICE_TOKEN: 'token' }
  const all = [tool, ...args, '--report', paths.report, '--json', paths.json]
  const child = spawn(process.execPath, all, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
  return {
    child,
    async end() {
      const [[code], stdout, stderr] = await ended
      const result = JSON.parse(await readFile(paths.json, 'utf8')) as Result
      return { code: code as number, stdout, stderr, result, report: await readFile(paths.report, 'utf8') }
    },
  }
}

it('of everything at once finds a group of its own without an error, and each tenth redirect at the origin', async () => {
  const { code, stdout, result, report } = await start(['mixed', '--seconds', '5', ...patience]).end()
  expect({ failures: result.failures, code }).toEqual({ failures: {}, code: 0 })
  expect(Object.entries(result.times).filter(([, { count }]) => count === 0)).toEqual([])
  expect(result.verdicts.find(({ what }) => what === 'every 10th to the origin')).toMatchObject({ state: 'HOLDS' })
  expect(stdout).toContain('no threshold is crossed')
  expect(report).toContain('9 thresholds hold')
})

/** Answers as Sluice does, but for the CDN to which it redirects. */
async function startImpostor(onRedirect: () => void): Promise<Server> {
  const config = {
    cdns: [{ key: 'default', name: 'default', baseUrl: 'cdn.example.com' }],
    originClusters: [{ hostSuffix: 'origin-cluster', serverLabelPattern: null, schemes: ['http'] }],
    settings: { ratio: 10, redirectStatus: 302 },
  }
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === '/graphql') return void response.end(JSON.stringify({ data: { liveRevision: { config } } }))
    if (request.url === '/metrics') return void response.end('\n')
    const { pathname } = new URL(new URL(request.url ?? '', 'http://a').searchParams.get('video') ?? '')
    response.writeHead(302, { location: `http://elsewhere.example.com/s1${pathname}`, 'content-length': 0 }).end()
    onRedirect()
  }
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

it('ends with 1 and says which threshold is crossed, where redirects lead elsewhere', async () => {
  const server = await startImpostor(() => undefined)
  const args = ['redirect', '--url', urlOf(server), '--seconds', '1', '--rate', '50', ...patience]
  const { code, stdout, result, report } = await start(args).end()
  server.close()
  const [failure, count, ...others] = Object.entries(result.failures).flat()
  expect([code, failure, others]).toEqual([1, 'redirect: a Location that is not allowed', []])
  expect(Math.abs(Number(count) - 50), 'as many as were sent in a second').toBeLessThanOrEqual(2)
  expect(stdout).toContain('crossed: errors')
  expect(report).toContain('1 of 3 thresholds crossed')
})

it('that is interrupted reports what was, and ends with 130', async () => {
  const asked = Promise.withResolvers<void>()
  const server = await startImpostor(asked.resolve)
  const load = start(['redirect', '--url', urlOf(server), '--seconds', '600', '--rate', '50'])
  await asked.promise
  load.child.kill('SIGINT')
  const { code, stdout, result, report } = await load.end()
  server.close()
  expect({ code, isInterrupted: result.isInterrupted }).toEqual({ code: 130, isInterrupted: true })
  expect(result.times.redirect.count).toBeGreaterThan(0)
  expect(stdout).toMatch(/^redirect, interrupted after /m)
  expect(report).toContain(', interrupted</p>')
})

it('of a wrong command is one line, and 64', async () => {
  const child = spawn(process.execPath, [tool, 'mixed', '--speed', '3'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [[code], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)])
  expect({ code, stderr }).toEqual({
    code: 64,
    stderr: `load: Unknown option '--speed'; "npm run load -- --help" tells what there is\n`,
  })
})
