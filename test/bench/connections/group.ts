// A primary with two workers that answer every request with the same redirect, by one of the ways in which connections can come
// to workers. Usage: fork(group.ts, ['primary', WAY]); it tells each worker that is there or gone.
import cluster from 'node:cluster'
import { fork, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { openListeningSocket, type ListeningSocket } from '../../../src/primary/listening-socket.ts'

/** Sluice's: the primary binds the socket and the workers accept from it. Then `cluster`'s two policies. */
export const ways = ['ONE_SOCKET', 'SCHED_RR', 'SCHED_NONE'] as const
export type Way = (typeof ways)[number]

export type WorkerNews = { readonly kind: 'UP' | 'GONE'; readonly pid: number; readonly port: number }

const WORKERS = 2
const path = fileURLToPath(import.meta.url)
const [, , role, way] = process.argv

if (role === 'primary') await runPrimary(way as Way)
if (role === 'worker') runWorker()

async function runPrimary(chosen: Way): Promise<void> {
  process.once('disconnect', () => process.exit(0))
  const socket = chosen === 'ONE_SOCKET' ? await openListeningSocket(0, '127.0.0.1') : undefined
  cluster.schedulingPolicy = chosen === 'SCHED_RR' ? cluster.SCHED_RR : cluster.SCHED_NONE
  cluster.setupPrimary({ exec: path, args: ['worker'] })
  for (let worker = 0; worker < WORKERS; worker += 1) startWorker(socket)
}

function startWorker(socket: ListeningSocket | undefined): void {
  const child: ChildProcess = socket === undefined ? cluster.fork().process : fork(path, ['worker'])
  if (socket !== undefined) child.send('SOCKET', socket.handle)
  child.on('message', (message) => {
    if (typeof message === 'object' && 'port' in message) tell({ kind: 'UP', pid: child.pid ?? 0, port: Number(message.port) })
  })
  child.once('exit', () => {
    tell({ kind: 'GONE', pid: child.pid ?? 0, port: 0 })
    startWorker(socket)
  })
}

function tell(news: WorkerNews): void {
  process.send?.(news)
}

function runWorker(): void {
  process.once('disconnect', () => process.exit(0))
  const server = createServer((_request, response) => {
    response.writeHead(302, { Location: 'http://cdn.example.com/s1/video/1/x.m3u8', 'Content-Length': '0' })
    response.end()
  })
  server.once('listening', () => process.send?.({ port: (server.address() as AddressInfo).port }))
  if (cluster.isWorker) server.listen(0, '127.0.0.1')
  else process.once('message', (_message, handle) => server.listen(handle as Server))
}
