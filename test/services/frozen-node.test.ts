import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { put } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { controlPidOf, launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

const DATABASE = 'frozen'
/** A lock of the test's own, on which the next audit event waits: a change is held up in the middle of its transaction. */
const GATE = 4_711

let postgres: PostgresServer
let gate: pg.Client
beforeAll(async () => {
  postgres = await openPostgresServer()
  gate = new pg.Client({ connectionString: await postgres.database(DATABASE) })
  await gate.connect()
})
afterAll(async () => {
  await gate.end()
  await postgres.remove()
})

const groups: StartingGroup[] = []
let frozenPid: number | undefined
afterEach(async () => {
  if (frozenPid !== undefined) process.kill(frozenPid, 'SIGCONT')
  frozenPid = undefined
  await Promise.all(groups.splice(0).map((group) => group.destroy()))
})

async function startGroups(): Promise<readonly [Group, Group]> {
  const env = { DATABASE_URL: postgres.urlOf(DATABASE) }
  groups.push(...(await Promise.all([launchGroup({ env }), launchGroup({ env })])))
  const [one, other] = await Promise.all(groups.map(({ ready }) => ready))
  return [one, other] as [Group, Group]
}

it('that stops in the middle of a change keeps the other from theirs for 5 s at most; /health says so, and nothing was changed', async () => {
  const [frozen, other] = await startGroups()
  await gate.query(`
    CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock(${GATE}); RETURN NEW; END $$;
    CREATE TRIGGER wait_at_gate BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION wait_at_gate();
    SELECT pg_advisory_lock(${GATE})`)
  const pid = await controlPidOf(frozen)
  const interrupted = put(frozen, { cdn_host: 'frozen.example.com' })
  await until('the change waits at the gate', 2_000, async () => {
    const { rowCount } = await gate.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)
    return rowCount === 1
  })
  frozenPid = pid
  process.kill(pid, 'SIGSTOP')
  await gate.query(`SELECT pg_advisory_unlock(${GATE})`)
  const frozenMs = performance.now()

  const storeHealth = await healthOfStore(other)
  expect(storeHealth).toMatchObject({ status: 'DEGRADED', message: expect.stringContaining('no change can be made') })
  await until('the other publishes', 5_000, async () => (await put(other, { ratio: 7 })).status === 200)
  expect(await setOverride(other)).toEqual({ setOverride: { __typename: 'SetOverrideSuccess' } })
  console.log(`the other node published and set an override ${(performance.now() - frozenMs).toFixed(0)} ms after the freeze`)
  expect(performance.now() - frozenMs).toBeLessThan(6_000) // the override, too
  expect(await healthOfStore(other)).toMatchObject({ status: 'OK' })

  process.kill(pid, 'SIGCONT')
  expect(await interrupted).toMatchObject({ status: 503, body: expect.stringContaining('nothing was changed') })
  await until('the one that was frozen publishes again', 5_000, async () => (await put(frozen, { ratio: 8 })).status === 200)
  const published = await postgres.query(DATABASE, `SELECT document #>> '{cdns,0,baseUrl}' AS host FROM config_revision`)
  expect(published.map(({ host }) => host)).not.toContain('frozen.example.com')
})

async function healthOfStore({ url, token }: Group): Promise<unknown> {
  const { body } = await ask(`${url}/health`, { headers: { authorization: `Bearer ${token}` } })
  const { dependencies } = JSON.parse(body) as { readonly dependencies: readonly { readonly name: string }[] }
  return dependencies.find(({ name }) => name === 'config-store')
}

async function setOverride({ url, token }: Group): Promise<unknown> {
  const mutation = 'mutation { setOverride(input: { kind: ALL_TO_ORIGIN, reason: "it burns" }) { __typename } }'
  return (await graphql(url, token, mutation)).data
}
