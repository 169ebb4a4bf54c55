import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role, Viewer } from '../../src/core/access/roles.ts'
import { everybodyIs, openControl, type ControlUnderTest } from '../support/control.ts'
import { parseExposition } from '../support/exposition.ts'

/** On the public listener, and on one of its own. */
let controls: Readonly<Record<'viewer' | 'OPEN', ControlUnderTest>>
/** Whose the token is; undefined: there is none. */
let viewer: Viewer | undefined
beforeAll(async () => {
  const authenticate = everybodyIs(() => viewer)
  controls = {
    viewer: await openControl({ authenticate }),
    OPEN: await openControl({ authenticate, areMetricsOpen: true }),
  }
})
afterAll(async () => {
  for (const control of Object.values(controls)) await control.close()
})

const withRoles = (...roles: readonly Role[]): Viewer => ({ name: 'somebody', roles, expiresAt: null })

describe.each([
  { access: 'viewer', who: undefined, status: 401 },
  { access: 'viewer', who: withRoles(), status: 403 },
  { access: 'viewer', who: withRoles('viewer'), status: 200 },
  { access: 'viewer', who: withRoles('admin'), status: 200 },
  { access: 'OPEN', who: undefined, status: 200 },
  { access: 'OPEN', who: withRoles('viewer'), status: 200 },
] as const)('/metrics, where it is for $access, asked by $who.roles', ({ access, who, status }) => {
  it.each(['GET', 'HEAD'] as const)(`answers %s with ${status}, never to be stored`, async (method) => {
    viewer = who
    const answer = await controls[access].app.inject({ method, url: '/metrics' })
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([status, 'no-store'])
  })
})

it("has the media type and the form of Prometheus' text format", async () => {
  const answer = await controls.OPEN.app.inject('/metrics')
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(parseExposition(answer.body).samples.get('sluice_revision')).toBe(1)
})
