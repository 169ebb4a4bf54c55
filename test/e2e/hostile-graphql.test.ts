import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { ask, type Ask } from '../support/http.ts'
import { transports } from '../support/graphql-transports.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// Whoever has a token may ask for too much, and whoever has none may ask for anything: no redirect may notice.
let group: Group
let canary: Canary
beforeAll(async () => {
  group = await startGroup()
  canary = openCanary(`${group.url}${video}`)
  for (let index = 0; index < 300; index += 1) await canary.ask()
})
afterAll(() => group.destroy())

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ')
const nested = (depth: number, open: string, inside: string, close: string): string =>
  `${open.repeat(depth)}${inside}${close.repeat(depth)}`

const documents: readonly { readonly what: string; readonly query: string; readonly codes: readonly string[] }[] = [
  { what: 'more tokens than there may be', query: `{${' a'.repeat(5_000)} }`, codes: ['TOO_MANY_TOKENS'] },
  { what: 'nothing but brackets', query: '{'.repeat(7_000), codes: ['DOCUMENT_TOO_DEEP'] },
  {
    what: 'a list in lists',
    query: `{ revision(number: ${nested(2_000, '[', '1', ']')}) { number } }`,
    codes: ['DOCUMENT_TOO_DEEP'],
  },
  {
    what: 'an object in objects',
    query: `{ revision(number: ${nested(70, '{a:', '1', '}')}) { number } }`,
    codes: ['DOCUMENT_TOO_DEEP'],
  },
  {
    what: 'a type in lists',
    query: `query ($a: ${nested(1_000, '[', 'Int', ']')}) { viewer { name } }`,
    codes: ['DOCUMENT_TOO_DEEP'],
  },
  { what: 'deep fields', query: nested(13, '{ a ', '', '}'), codes: ['DOCUMENT_TOO_DEEP'] },
  {
    what: 'deep fragments',
    query: `{ ...F0 } ${times(15, (i) => `fragment F${i} on Query { a { ...F${i + 1} } }`)} fragment F15 on Query { a }`,
    codes: ['DOCUMENT_TOO_DEEP'],
  },
  {
    what: 'introspection in circles',
    query: `{ __schema { types ${nested(10, '{ fields { type ', '{ name }', '} }')} } }`,
    codes: ['DOCUMENT_TOO_DEEP'],
  },
  {
    what: 'lists of introspection',
    query: '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
    codes: ['GRAPHQL_VALIDATION_FAILED'],
  },
  { what: 'aliases of one field', query: `{ viewer { ${times(300, (i) => `a${i}: name`)} } }`, codes: ['TOO_MANY_ALIASES'] },
  {
    what: 'aliases of the root',
    query: `{ ${times(100, (i) => `a${i}: auditLog(first: 100) { totalCount }`)} }`,
    codes: ['TOO_MANY_ALIASES'],
  },
  {
    what: 'mutations at once',
    query: `mutation { ${times(25, (i) => `a${i}: discardChanges { __typename }`)} }`,
    codes: ['TOO_MANY_ROOT_FIELDS'],
  },
  { what: 'the same root field', query: `{ ${'viewer { name } '.repeat(200)} }`, codes: ['TOO_MANY_ROOT_FIELDS'] },
  {
    what: 'directives of one field',
    query: `{ viewer { name ${'@skip(if: false) '.repeat(200)} } }`,
    codes: ['TOO_MANY_DIRECTIVES'],
  },
  {
    what: 'directives that nobody knows',
    query: `{ viewer { name ${times(100, (i) => `@d${i}`)} } }`,
    codes: ['TOO_MANY_DIRECTIVES'],
  },
  {
    what: 'fragments of 2^180 fields',
    query: `{ viewer { ...F0 } } ${times(180, (i) => `fragment F${i} on Viewer { ${i < 179 ? `...F${i + 1} ...F${i + 1}` : 'name'} }`)}`,
    codes: ['TOO_MANY_FIELDS'],
  },
  {
    what: 'a fragment in itself',
    query: '{ viewer { ...F } } fragment F on Viewer { ...F }',
    codes: ['GRAPHQL_VALIDATION_FAILED'],
  },
  {
    what: 'fragments in circles',
    query: `{ viewer { name } } ${times(150, (i) => `fragment F${i} on Viewer { ${times(3, (j) => `...F${(i + j + 1) % 150}`)} }`)}`,
    codes: ['GRAPHQL_VALIDATION_FAILED'],
  },
  {
    what: 'fields that nobody knows',
    query: `{ viewer { ${times(400, (i) => `nam${i}`)} } }`,
    codes: Array.from({ length: 101 }, () => 'GRAPHQL_VALIDATION_FAILED'),
  },
  { what: 'a field with a long name', query: `{ viewer { ${'n'.repeat(10_000)} } }`, codes: ['GRAPHQL_VALIDATION_FAILED'] },
  { what: 'one field again and again', query: `{ viewer { ${'name '.repeat(1_900)} } }`, codes: ['GRAPHQL_VALIDATION_FAILED'] },
  { what: 'a page of a million', query: '{ revisions(first: 1000000) { totalCount } }', codes: ['PAGE_SIZE_INVALID'] },
  {
    what: 'a cursor that holds a filter',
    query: `{ auditLog(after: "${btoa('GPC:O:{"gt":0}')}") { totalCount } }`,
    codes: ['CURSOR_INVALID'],
  },
  { what: 'a number that is none', query: '{ revision(number: 1e999) { number } }', codes: ['GRAPHQL_VALIDATION_FAILED'] },
  { what: 'a broken document', query: '{ viewer { name', codes: ['GRAPHQL_PARSE_FAILED'] },
  { what: 'an unknown byte', query: '{ viewer { name \u0000 } }', codes: ['GRAPHQL_PARSE_FAILED'] },
  { what: 'nothing', query: '#', codes: ['GRAPHQL_PARSE_FAILED'] },
  { what: 'types', query: '{ viewer { name } } type Query { a: Int }', codes: ['GRAPHQL_VALIDATION_FAILED'] },
]

const json = { 'content-type': 'application/json' }
const requests: readonly {
  readonly what: string
  readonly ask: (token: string) => Ask & { readonly path?: string }
  readonly status: number
}[] = [
  {
    what: 'a list of 1,000 operations',
    status: 400,
    ask: (token) => post(token, `[${times(1_000, () => '{"query":"{viewer{name}}"},')}{}]`.replaceAll(', ', ',')),
  },
  { what: 'JSON in JSON in JSON', status: 400, ask: (token) => post(token, nested(100_000, '[', '', ']')) },
  {
    what: 'a key that poisons',
    status: 400,
    ask: (token) => post(token, '{"query":"{viewer{name}}","__proto__":{"isAdmin":true}}'),
  },
  { what: 'half of a body', status: 400, ask: (token) => post(token, '{"query":') },
  { what: 'a body of 600 KiB', status: 413, ask: (token) => post(token, ' '.repeat(614_400)) },
  {
    what: 'a body of 600 KiB without a token',
    status: 401,
    ask: () => ({ method: 'POST', headers: json, body: ' '.repeat(614_400) }),
  },
  {
    what: 'introspection without a token',
    status: 401,
    ask: () => ({ method: 'POST', headers: json, body: '{"query":"{__schema{types{name}}}"}' }),
  },
  {
    what: 'a bomb without a token',
    status: 401,
    ask: () => ({ method: 'POST', headers: json, body: JSON.stringify({ query: '{'.repeat(100_000) }) }),
  },
  {
    what: 'a form',
    status: 415,
    ask: (token) => ({
      ...post(token, 'query={viewer{name}}'),
      headers: { ...bearer(token), 'content-type': 'application/x-www-form-urlencoded' },
    }),
  },
  {
    what: 'files',
    status: 415,
    ask: (token) => ({
      ...post(token, '--x--'),
      headers: { ...bearer(token), 'content-type': 'multipart/form-data; boundary=x' },
    }),
  },
  {
    what: 'a foreign page',
    status: 403,
    ask: (token) => ({
      headers: { ...bearer(token), origin: 'https://evil.example.com' },
      path: '/graphql?query={viewer{name}}',
    }),
  },
  {
    what: 'a mutation by GET',
    status: 405,
    ask: (token) => ({ headers: bearer(token), path: '/graphql?query=mutation{discardChanges{__typename}}' }),
  },
  {
    what: 'variables that are no JSON',
    status: 400,
    ask: (token) => ({ headers: bearer(token), path: '/graphql?query={viewer{name}}&variables={' }),
  },
  { what: 'a token in the URL', status: 401, ask: (token) => ({ path: `/graphql?query={viewer{name}}&access_token=${token}` }) },
]

describe.each(Object.entries(transports))('over %s no redirect fails while somebody sends', (name, send) => {
  const fitting = documents.filter(({ query }) => !name.includes('GET') || encodeURIComponent(query).length < 14_000)

  it.each(fitting)('$what', async ({ query, codes }) => {
    const refused = await canary.during(() => send(group.url, group.token, { query }))
    expect(refused.codes).toEqual(codes)
    expect(refused.body).not.toMatch(/"data":\{(?!"\w+":null\})/) // nothing, or null for the one field that was asked for
  })
})

describe('no redirect fails while somebody sends', () => {
  it.each(requests)('$what', async ({ ask: request, status }) => {
    const { path = '/graphql', ...options } = request(group.token)
    const answer = await canary.during(() => ask(`${group.url}${path}`, options))
    expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(/"code":"[A-Z_]+"/)])
  })
})

it('was no more than a nuisance', async () => {
  // As many at once as one address may keep up.
  const { POST = () => Promise.reject(new Error()) } = transports
  await canary.during(() => Promise.all(documents.map(({ query }) => POST(group.url, group.token, { query }))))
  const { failures, calmMs, busyMs } = canary.told()
  expect(failures).toEqual([])
  expect((await ask(`${group.url}/health/ready`)).status).toBe(200)
  expect(group.stderr()).not.toContain('killed')
  console.log(`p99 of a redirect: ${calmMs.toFixed(1)} ms calm, ${busyMs.toFixed(1)} ms meanwhile`)
})

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

function post(token: string, body: string): Ask {
  return { method: 'POST', headers: { ...bearer(token), ...json }, body }
}

/** A player who asks again and again; what does not become a redirect is a failure. */
type Canary = {
  ask(): Promise<void>
  /** Asks while this goes on, once at least. */
  during<T>(act: () => Promise<T>): Promise<T>
  told(): { readonly failures: readonly unknown[]; readonly calmMs: number; readonly busyMs: number }
}

function openCanary(url: string): Canary {
  const failures: unknown[] = []
  const calm: number[] = []
  const busy: number[] = []
  async function look(into: number[]): Promise<void> {
    const startMs = performance.now()
    const status = await ask(url).then(
      (answer) => answer.status,
      (error: unknown) => error,
    )
    into.push(performance.now() - startMs)
    if (status !== 302) failures.push(status)
  }
  return {
    ask: () => look(calm),
    async during(act) {
      const progress = { isOver: false }
      const acted = act().finally(() => (progress.isOver = true))
      do await look(busy)
      while (!progress.isOver)
      return acted
    },
    told: () => ({ failures, calmMs: p99(calm), busyMs: p99(busy) }),
  }
}

function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0
}
