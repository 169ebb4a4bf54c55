import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { transports } from '../support/graphql-transports.ts'
import { ask } from '../support/http.ts'

// The store fails in real ways, and nothing of how it is made is told to anybody but the log.
const failures: readonly { readonly what: string; readonly statements: readonly string[]; readonly logged: string }[] = [
  { what: 'a table is gone', statements: ['ALTER TABLE "settings" RENAME TO "marked_away"'], logged: 'settings' },
  { what: 'all tables are gone', statements: ['DROP SCHEMA public CASCADE'], logged: 'P20' },
  {
    what: 'a column is gone',
    statements: ['ALTER TABLE "config_revision" DROP COLUMN "author" CASCADE'],
    logged: 'config_revision',
  },
  {
    what: 'a rule of the database forbids it',
    statements: ['ALTER TABLE "audit_event" ADD CONSTRAINT "marked_rule" CHECK (false) NOT VALID'],
    logged: 'marked_rule',
  },
  {
    what: 'a trigger of the database tells secrets',
    statements: [
      `CREATE FUNCTION marked() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'marked SELECT * FROM /var/lib/marked'; END $$ LANGUAGE plpgsql`,
      'CREATE TRIGGER marked BEFORE INSERT ON "audit_event" FOR EACH ROW EXECUTE FUNCTION marked()',
    ],
    logged: '/var/lib/marked',
  },
  {
    what: 'a revision is not what it was',
    statements: ['ALTER TABLE "config_revision" DISABLE TRIGGER USER', `UPDATE "config_revision" SET "document" = '"marked"'`],
    logged: '',
  },
  {
    what: 'a number is out of range',
    statements: ['UPDATE "working_copy" SET "version" = 2147483647'],
    logged: '',
  },
]

/** What only a developer would write: SQL, names of the database and of libraries, codes of theirs, paths, stacks. */
const internals =
  /\b(?:SELECT|INSERT|UPDATE|DELETE FROM|RELATION|CONSTRAINT|COLUMN|TABLE|prisma\w*|PGlite|postgres\w*|SQLSTATE|P\d{4}|[0-9][0-9A-Z]{4}: |marked\w*|node_modules|findUnique|findFirst|\$\w+|invocation|DriverAdapter\w*|TypeError|SyntaxError|ECONN\w+)\b|\.ts\b|\.js\b|\n\s+at |\/(?:var|home|work|tmp|usr)\//i

const operations = [
  '{ workingCopy { version config { settings { ratio } cdns { key } } } }',
  '{ pendingChanges { path } }',
  '{ liveRevision { number config { cdns { key } } } }',
  '{ revision(number: 1) { number config { settings { ratio } } } }',
  '{ revisions { totalCount edges { node { number author config { cdns { key } } } } } }',
  '{ revisions(after: "bWFya2Vk") { totalCount } }',
  '{ auditLog { edges { node { actor before after } } } }',
  '{ diff(from: 1, to: 2) { path } }',
  'mutation { updateSettings(input: { ratio: 7 }) { __typename ... on UserError { code message } } }',
  'mutation { upsertCdn(input: { key: "b", baseUrl: "b.example.com" }) { __typename ... on UserError { code message } } }',
  'mutation { publish(input: {}) { __typename ... on UserError { code message } } }',
  'mutation { rollback(input: { toRevision: 1 }) { __typename ... on UserError { code message } } }',
  'mutation { validate { valid } }',
]

describe.each(failures)('when $what', ({ statements, logged }) => {
  let control: ControlUnderTest
  let url: string
  beforeEach(async () => {
    control = await openControl({ clock: systemClock, limits: { requestsPerSecond: 0 } })
    url = await control.app.listen({ port: 0, host: '127.0.0.1' })
    for (const statement of statements) await control.sql(statement)
  })
  afterEach(() => control.close())

  it('no answer tells how, on any transport; the log does', async () => {
    const authorization = `Bearer ${adminToken}`
    const told: string[] = []
    for (const [name, send] of Object.entries(transports)) {
      for (const query of operations) {
        if (name.includes('GET') && query.startsWith('mutation')) continue
        told.push((await send(url, adminToken, { query })).body)
      }
    }
    const json = { authorization, 'content-type': 'application/json' }
    const requests = [
      { path: '/config', headers: { authorization } },
      { path: '/config', method: 'PUT', headers: json, body: '{"ratio":7}' },
      { path: '/config', method: 'POST', headers: json, body: '{"cdn_host":"b.example.com"}' },
      { path: '/health', headers: { authorization } },
      { path: '/health' },
      { path: '/metrics', headers: { authorization } },
    ]
    for (const { path, ...options } of requests) {
      const { body, headers } = await ask(`${url}${path}`, options)
      told.push(`${JSON.stringify(headers)} ${body}`)
    }
    // GraphQL's own "column" is a place in the query.
    const answers = told.map((answer) => answer.replaceAll(/"column":\d+/g, ''))
    expect(answers.filter((answer) => internals.test(answer))).toEqual([])
    expect(told.join('\n')).toMatch(/STORE_UNAVAILABLE|INTERNAL|REVISION_UNUSABLE|"errors"/)
    expect(control.logged.join('')).toContain(logged)
  })
})
