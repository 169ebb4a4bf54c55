import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { healthOf, put } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { databasePassword, openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { sluiceHere } from '../support/sluice-command.ts'
import { until } from '../support/until.ts'

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await openPostgresServer()
})
afterAll(() => postgres.remove())

let group: Group
afterEach(() => group.destroy())

const five = `{
  liveRevision { number config { cdns { key } } }
  workers { id state revision }
  overrides { kind target }
  traffic { windowSeconds }
  workingCopy { version }
}`

describe.each([
  { how: 'is killed', go: () => postgres.kill(), comeBack: () => postgres.start(), says: 'ECONNREFUSED' },
  { how: 'is shut down', go: () => postgres.stop(), comeBack: () => postgres.start(), says: 'ECONNREFUSED' },
  { how: 'hangs', go: () => postgres.pause(), comeBack: () => postgres.resume(), says: 'no answer within [0-9.]+ s' },
])('a PostgreSQL that $how', ({ how, go, comeBack, says }) => {
  it('is named with how it fails, and what the node knows is answered without it, marked with its age', async () => {
    const database = `away_${how.replaceAll(' ', '_')}`
    group = await startGroup({ env: { DATABASE_URL: await postgres.database(database) } })
    const authorization = `Bearer ${group.token}`
    const config = () => ask(`${group.url}/config`, { headers: { authorization } })
    await put(group, { ratio: 4 })
    const set = 'mutation { setOverride(input: { kind: WEIGHT, target: "default", value: 2, reason: "test" }) { __typename } }'
    await graphql(group.url, group.token, set)
    const before = await graphql<Record<string, unknown>>(group.url, group.token, five)
    expect([before.errors, before.data]).toMatchObject([undefined, { liveRevision: { number: 2 }, overrides: [{}] }])
    const told = await config()
    expect(told.headers).not.toHaveProperty('age')

    await go()
    const place = `PostgreSQL at 127.0.0.1:${postgres.port}/${database}: ${says}`
    // A pause of 4.5 s and a look of 4.8 s, at most.
    await until('it is noticed', 15_000, () => new RegExp(`can't be asked: ${place}; this node goes on`).test(group.stderr()))
    // From here on nobody waits for it: the breaker is open.
    const noticed = performance.now()
    const { data, errors, extensions } = await graphql<Record<string, unknown>>(group.url, group.token, five)
    expect(data).toEqual({ ...before.data, workingCopy: null })
    expect(errors).toEqual([
      {
        message: expect.stringMatching(new RegExp(`^${place}; nothing was changed and redirects go on, try again later$`)),
        path: ['workingCopy'],
        locations: expect.anything(),
        extensions: { code: 'STORE_UNAVAILABLE' },
      },
    ])
    expect(extensions).toEqual({ storeAgeSeconds: expect.any(Number) })

    const live = await config()
    await graphql(group.url, group.token, '{ liveRevision { number } workers { id } }')
    const refused = await put(group, { ratio: 5 })
    expect(performance.now() - noticed).toBeLessThan(1_000)
    expect([refused.status, refused.body]).toEqual([503, expect.stringMatching(place)])
    expect([live.status, live.body, live.headers.etag]).toEqual([200, told.body, told.headers.etag])
    expect(Number(live.headers.age)).toBeLessThan(15)
    await until('it gets older', 5_000, async () => Number((await config()).headers.age) > Number(live.headers.age))

    const exported = await sluiceHere(['config', 'export'], group)
    expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining('"ratio": 4') })
    const health = await ask(`${group.url}/health`, { headers: { authorization } })
    expect(health.body).toMatch(new RegExp(`${place}; redirects go on with the last revision","ageSeconds":\\d+`))
    expect(health.body).toMatch(/"breaker":\{"state":"(?:HALF_)?OPEN","opens":1,"openSince":"[^"]+"\}/)
    const metrics = await ask(`${group.url}/metrics`, { headers: { authorization } })
    expect(metrics.body).toContain('sluice_breaker_opens_total{dependency="config-store"} 1\n')
    expect(metrics.body).toContain('sluice_breaker_state{dependency="config-store",state="closed"} 0\n')
    expect(await healthOf(group)).toMatchObject({ body: '{"status":"DEGRADED"}' })
    expect(group.stdout() + group.stderr() + JSON.stringify([errors, refused, health])).not.toContain(databasePassword)

    await comeBack()
    await until('it is asked again', 10_000, async () => (await config()).headers.age === undefined)
    expect(await graphql(group.url, group.token, five)).toEqual({ data: before.data })
    const well = await ask(`${group.url}/health`, { headers: { authorization } })
    expect(well.body).toContain('"breaker":{"state":"CLOSED","opens":1,"openSince":null}')
  })
})
