import { expect, it } from 'vitest'
import { cdnsHealth } from '../../../src/control/health/cdns-health.ts'
import type { HealthSet } from '../../../src/core/health/health.ts'
import type { ConfigRevision } from '../../../src/core/config/revision.ts'
import { noOverrides } from '../../../src/core/override/override.ts'
import { revisionWith } from '../../support/config.ts'
import { idleFleet } from '../../support/control.ts'
import { checkWith } from '../../support/health.ts'
import { cdnHealthWith, openScriptedHealth } from '../../support/scripted-health.ts'
import { down } from '../../support/overrides.ts'

const beside = { home: { node: 'node-a:8000' }, outsideLoads: { troubles: () => new Map<string, string>() } }
const parts = {
  cdns: [{ key: 'a' }, { key: 'b' }],
  pools: [{ key: 'left', members: { a: 1 } }],
  rules: [{ key: 'live', pool: 'left', match: { pathPrefixes: ['/live'] } }],
}

it.each([
  { overrides: [], out: 'nobody', status: 'OK', message: '2 in use', spreads: 1 },
  { overrides: [], out: 'b', status: 'OK', message: '1 in use', spreads: 1 },
  { overrides: [], out: 'a', status: 'OK', message: '1 in use', spreads: 2 },
  { overrides: [down('b')], out: 'nobody', status: 'OK', message: '1 in use', spreads: 1 },
  {
    overrides: [down('a')],
    out: 'nobody',
    status: 'DEGRADED',
    message: /^everything of the pool goes to the origin/,
    spreads: 2,
  },
])('is $status with $overrides.length overrides and $out out, by $spreads spreads of all members', async (row) => {
  const { overrides, out, spreads, ...says } = row
  let read = 0
  const revision = revisionWith({ ...parts, cdns: parts.cdns.map((cdn) => ({ ...cdn, healthCheck: checkWith() })) })
  const { originClusters } = revision.config
  const config = Object.defineProperty({ ...revision.config }, 'originClusters', {
    get() {
      read += 1
      return originClusters
    },
  })
  const check = cdnsHealth({
    ...beside,
    fleet: { ...idleFleet, overrides: () => ({ ...noOverrides, overrides }), health: () => healthWithout(revision, out) },
    healthView: openScriptedHealth(),
    storeTime: { nowEpochMs: () => 1 },
    running: () => ({ ...revision, config }),
  })
  const { message, status } = await check()
  expect({ message, status }).toEqual({ status: says.status, message: expect.stringMatching(says.message) })
  expect(read).toBe(spreads)
})

it('is OK before the first revision', async () => {
  const check = cdnsHealth({
    ...beside,
    fleet: idleFleet,
    healthView: openScriptedHealth(),
    storeTime: { nowEpochMs: () => 0 },
    running: () => undefined,
  })
  expect(await check()).toMatchObject({ status: 'OK', message: 'no revision yet' })
})

it.each([
  {
    what: 'a healthy, a degraded and an unknown one',
    healths: ['HEALTHY', 'DEGRADED', 'UNKNOWN'],
    status: 'OK',
    message: '2 in use',
  },
  {
    what: 'an unhealthy one',
    healths: ['UNHEALTHY', 'HEALTHY'],
    status: 'DEGRADED',
    message: '2 in use; cdn-0 is UNHEALTHY: 503',
  },
  {
    what: 'seven unhealthy ones',
    healths: Array.from({ length: 7 }, () => 'UNHEALTHY' as const),
    status: 'DEGRADED',
    message: /^2 in use; cdn-0 is UNHEALTHY: 503; .*cdn-4 is UNHEALTHY: 503; 2 more are UNHEALTHY$/,
  },
  {
    what: 'a node that suspects itself',
    healths: ['HEALTHY'],
    suspicion: 'both probes timed out',
    status: 'DEGRADED',
    message: '2 in use; both probes timed out',
  },
] as const)('is $status with $what', async ({ healths, status, message, ...rest }) => {
  const health = openScriptedHealth()
  const cdns = healths.map((word, index) => cdnHealthWith({ key: `cdn-${index}`, health: word, reason: '503' }))
  health.tell(cdns, 'suspicion' in rest ? rest.suspicion : undefined)
  const check = cdnsHealth({
    ...beside,
    fleet: idleFleet,
    healthView: health,
    storeTime: { nowEpochMs: () => 0 },
    running: () => revisionWith(parts),
  })
  expect(await check()).toMatchObject({ status, message: expect.stringMatching(message) })
})

it('counts those in use as their checks leave them', async () => {
  const revision = revisionWith({ cdns: [{ key: 'a', healthCheck: checkWith() }, { key: 'b' }] })
  const check = cdnsHealth({
    ...beside,
    fleet: { ...idleFleet, health: () => healthWithout(revision, 'a') },
    healthView: openScriptedHealth(),
    storeTime: { nowEpochMs: () => 1 },
    running: () => revision,
  })
  expect(await check()).toMatchObject({ status: 'OK', message: '1 in use' })
})

it.each([
  {
    what: 'one of two',
    missing: [{ cdn: 'a', why: 'file:a: no such file', workers: ['worker-1', 'worker-2'] }],
    message: '1 in use; a gets nothing from worker-1, worker-2 of node-a:8000 (SECRET_MISSING): file:a: no such file',
  },
  {
    what: 'both',
    missing: ['a', 'b'].map((cdn) => ({ cdn, why: `file:${cdn}: it is empty`, workers: ['worker-1'] })),
    message:
      '0 in use; a gets nothing from worker-1 of node-a:8000 (SECRET_MISSING): file:a: it is empty; b gets nothing from worker-1 of node-a:8000 (SECRET_MISSING): file:b: it is empty',
  },
])('is DEGRADED and names CDN and node where the secret of $what is missing', async ({ missing, message }) => {
  const check = cdnsHealth({
    ...beside,
    fleet: { ...idleFleet, missingSecrets: () => missing },
    healthView: openScriptedHealth(),
    storeTime: { nowEpochMs: () => 1 },
    running: () => revisionWith(parts),
  })
  expect(await check()).toMatchObject({ status: 'DEGRADED', message })
})

/** Health in which this CDN is out. */
function healthWithout({ config }: ConfigRevision, out: string): HealthSet {
  const since = { kind: 'OUT', sinceEpochMs: 0 } as const
  const lost = config.cdns.filter(({ key }) => key === out)
  return { version: 1, conditions: lost.map(({ key, baseUrl }) => ({ key, baseUrl, byFamily: { IPV4: since, IPV6: since } })) }
}

it('names the CDNs whose loadUrl tells no load', async () => {
  const check = cdnsHealth({
    ...beside,
    outsideLoads: { troubles: () => new Map(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, `${key} is away`])) },
    fleet: idleFleet,
    healthView: openScriptedHealth(),
    storeTime: { nowEpochMs: () => 1 },
    running: () => revisionWith(parts),
  })
  const { message, status } = await check()
  expect(status).toBe('DEGRADED')
  expect(message).toMatch(/; the loadUrl of a tells no load: a is away; [^]* tells no load: e is away; 1 more tell none$/)
})
