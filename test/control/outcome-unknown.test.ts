import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl()
}, 30_000)
afterAll(() => control.close())

/** COMMIT is answered as by a server that is shut down just then: nobody knows what became of it. */
beforeEach(async () => {
  await control.sql(`
    CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'bye' USING ERRCODE = '57P01'; END $$`)
  await control.sql(`
    CREATE CONSTRAINT TRIGGER lose_commit AFTER INSERT ON audit_event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lose()`)
})
afterEach(stopLosing)

function stopLosing(): Promise<void> {
  return control.sql('DROP FUNCTION IF EXISTS lose CASCADE')
}

const told = {
  code: 'OUTCOME_UNKNOWN',
  message: expect.stringMatching(/may have been made; look before you repeat it: auditLog/),
}

describe('a change that the store did not confirm', () => {
  it.each([
    'upsertCdn(input: { key: "a", baseUrl: "a.example.com" })',
    'updateSettings(input: { ratio: 3 })',
    'publish(input: {})',
    'rollback(input: { toRevision: 1 })',
    'applyConfig(input: { config: { cdns: [], originClusters: [{ key: "o", hostSuffix: "o.example" }], settings: { ratio: 3 } } })',
    'discardChanges',
    'setOverride(input: { kind: ALL_TO_ORIGIN, reason: "it burns" })',
    'createApiToken(input: { name: "ci", roles: [VIEWER], expiresAt: "2026-02-01T00:00:00Z" })',
  ])('%s is OutcomeUnknown and names the request', async (mutation) => {
    const query = `mutation { it: ${mutation} { __typename ... on OutcomeUnknown { code message requestId } } }`
    const headers = { authorization: `Bearer ${adminToken}` }
    const answer = await control.app.inject({ url: '/graphql', method: 'POST', headers, payload: { query } })
    expect(answer.json()).toEqual({
      data: { it: { __typename: 'OutcomeUnknown', ...told, requestId: answer.headers['x-request-id'] } },
    })
  })

  it.each(['PUT', 'POST'] as const)('%s /config is 503 OUTCOME_UNKNOWN', async (method) => {
    const headers = { authorization: `Bearer ${adminToken}` }
    const payload = { cdn_host: 'b.example.com' }
    const answer = await control.app.inject({ url: '/config', method, headers, payload })
    expect([answer.statusCode, answer.json()]).toEqual([503, { error: told }])
  })

  it('was not refused: it is not counted as a refusal that the audit trail lacks, nor recorded as one', async () => {
    const before = control.refusals.unrecorded()
    await control.graphql('mutation { updateSettings(input: { ratio: 3 }) { __typename } }')
    await stopLosing()
    await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } }')
    const { data } = await control.graphql(
      '{ auditLog(first: 5, filter: { action: "updateSettings" }) { edges { node { outcome code } } } }',
    )
    expect(data).toEqual({ auditLog: { edges: [{ node: { outcome: 'ACCEPTED', code: null } }] } })
    expect(control.refusals.unrecorded() - before).toBe(0)
  })

  it.each(['deleteCdn(key: "nobody")', 'liftOverride(kind: ALL_TO_ORIGIN)', 'revokeApiToken(id: "7")'])(
    'leaves a refusal of %s standing that was decided beside it, as one that the audit trail may lack',
    async (mutation) => {
      const before = control.refusals.unrecorded()
      const { data } = await control.graphql(`mutation { it: ${mutation} { ... on UserError { code } } }`)
      expect(data).toEqual({ it: { code: 'NOT_FOUND' } })
      expect(control.refusals.unrecorded() - before).toBe(1)
    },
  )
})
