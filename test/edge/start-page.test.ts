import { afterEach, beforeEach, expect, it } from 'vitest'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

let control: ControlSocket
let edge: Edge
beforeEach(async () => {
  control = await openControlSocket()
  edge = await openEdge({ controlSocket: control.path })
})
afterEach(async () => {
  await edge.close()
  await control.close()
})

it('tells a person what runs here, and where everything else is', async () => {
  edge.worker.group.ready = true
  const page = await ask(`${edge.url}/`, { headers: browser })
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.headers).toMatchObject({ 'cache-control': 'no-store', vary: 'Accept', 'x-content-type-options': 'nosniff' })
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.body).toContain('Sluice 1.2.3')
  expect(page.body).toContain('This node is ready and runs revision 1.')
  expect([...page.body.matchAll(/<a href="([^"]+)"/g)].map(([, path]) => path)).toEqual([
    '/admin',
    '/graphql',
    '/docs',
    '/redoc',
    '/docs/guide',
    '/metrics',
    '/health',
  ])
})

it('says when the node is not ready', async () => {
  edge.worker.group.ready = false
  expect((await ask(`${edge.url}/`, { headers: browser })).body).toContain('This node is not ready')
})

it('has no links to an admin API that is elsewhere', async () => {
  const alone = await openEdge()
  expect((await ask(`${alone.url}/`, { headers: browser })).body).not.toContain('/graphql')
  await alone.close()
})

it.each([
  { what: 'a player', path: '/', headers: { accept: '*/*' } },
  { what: 'a player that accepts nothing in particular', path: '/', headers: {} },
  { what: 'a browser that has a query', path: '/?vide=x', headers: browser },
])('refuses $what as before', async ({ path, headers }) => {
  const answer = await ask(`${edge.url}${path}`, { headers })
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { error: { code: 'VIDEO_REQUIRED' } }])
})
