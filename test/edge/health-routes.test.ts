import { afterEach, expect, it } from 'vitest'
import { openControlSocket } from '../support/control-socket.ts'
import { openEdge, type EdgeParts } from '../support/edge.ts'
import { ask } from '../support/http.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function listening(parts?: EdgeParts) {
  const edge = await openEdge(parts)
  opened.push(edge)
  return edge
}

const status = async (url: string, path: string) => {
  const answer = await ask(`${url}${path}`)
  return [answer.status, (JSON.parse(answer.body) as { status: string }).status]
}

it.each([
  { ready: false, draining: false, live: [200, 'OK'], isReady: [503, 'DOWN'], health: [503, 'DOWN'] },
  { ready: true, draining: false, live: [200, 'OK'], isReady: [200, 'OK'], health: [200, 'OK'] },
  { ready: true, draining: true, live: [200, 'OK'], isReady: [503, 'DOWN'], health: [503, 'DOWN'] },
])(
  'answers readiness with $isReady where the group is ready: $ready, draining: $draining',
  async ({ ready, draining, live, isReady, health }) => {
    const { worker, url } = await listening()
    Object.assign(worker.group, { ready, draining })
    expect(await status(url, '/health/live')).toEqual(live)
    expect(await status(url, '/health/ready?x')).toEqual(isReady)
    expect(await status(url, '/health')).toEqual(health)
  },
)

it('reports DEGRADED with 200 while the control process is away', async () => {
  const control = await openControlSocket()
  opened.push(control)
  const { worker, url } = await listening({ controlSocket: control.path })
  worker.group.ready = true
  control.answer = (_request, response) => void response.end('{"status":"OK"}')
  expect(await status(url, '/health')).toEqual([200, 'OK'])
  await control.kill()
  expect(await status(url, '/health')).toEqual([200, 'DEGRADED'])
})
