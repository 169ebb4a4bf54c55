import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalCodes, refusalStatus } from '../../src/core/request/refusal.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'

type Operation = {
  readonly operationId: string
  readonly security: readonly object[]
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly examples: object }>> }>>
}
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }

const authorization = `Bearer ${adminToken}`

let control: ControlUnderTest
let document: Document
beforeAll(async () => {
  control = await openControl()
  document = (await control.app.inject('/openapi.json')).json<Document>()
})
afterAll(() => control.close())

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

it('names every operation once', () => {
  const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
  expect(new Set(ids).size).toBe(ids.length)
})

it('tells of every route of the control process but of pages and their files, and of no other', () => {
  const own = /^\/$|^\/(?:admin\*?|docs|redoc|openapi\.json)(?:\/|$)|^\/graphql\//
  const routes = routesOf(control.app.printRoutes({ commonPrefix: false })).filter(({ path }) => !own.test(path))
  const told = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const redirect = ['GET /', 'HEAD /', 'OPTIONS /']
  expect(routes.flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`)).toSorted()).toEqual(
    told.filter((operation) => !redirect.includes(operation)).toSorted(),
  )
  expect(told).toEqual(expect.arrayContaining(redirect))
})

describe.each(['get', 'head'])('the redirect (%s)', (method) => {
  it.each(refusalCodes.map((code) => ({ code, status: refusalStatus(code) })))(
    'is refused with $status $code',
    ({ code, status }) => {
      expect(codesOf('/', method, status)).toContain(code)
    },
  )

  it('has every status that an operator can choose', () => {
    expect(Object.keys(document.paths['/']?.[method]?.responses ?? {})).toEqual(
      expect.arrayContaining(['301', '302', '307', '308']),
    )
  })
})

it.each([
  { path: '/config', method: 'get', headers: {}, status: 401, code: 'UNAUTHENTICATED' },
  { path: '/metrics', method: 'get', headers: {}, status: 401, code: 'UNAUTHENTICATED' },
  { path: '/config', method: 'put', headers: {}, status: 401, code: 'UNAUTHENTICATED' },
  { path: '/config', method: 'post', headers: {}, status: 401, code: 'UNAUTHENTICATED' },
  { path: '/config', method: 'put', body: '{"ratio":', status: 400, code: 'BAD_REQUEST' },
  { path: '/config', method: 'put', body: `"${'x'.repeat(600_000)}"`, status: 413, code: 'BODY_TOO_LARGE' },
  {
    path: '/config',
    method: 'put',
    body: 'ratio=5',
    type: 'application/x-www-form-urlencoded',
    status: 415,
    code: 'MEDIA_TYPE_NOT_SUPPORTED',
  },
  {
    path: '/config',
    method: 'put',
    body: '{}',
    type: 'application/json; charset=utf-16',
    status: 415,
    code: 'MEDIA_TYPE_NOT_SUPPORTED',
  },
  {
    path: '/config',
    method: 'put',
    body: '{}',
    type: 'application/json;charset="latin1"',
    status: 415,
    code: 'MEDIA_TYPE_NOT_SUPPORTED',
  },
  { path: '/config', method: 'put', body: '[]', type: 'application/json; charset=UTF-8', status: 400, code: 'BODY_INVALID' },
  { path: '/config?ratio=5', method: 'put', body: '{}', status: 400, code: 'QUERY_NOT_ALLOWED' },
  { path: '/config', method: 'put', body: '[]', status: 400, code: 'BODY_INVALID' },
  { path: '/config', method: 'put', body: '{"a":1}', status: 400, code: 'UNKNOWN_FIELD' },
  { path: '/config', method: 'put', body: '{"ratio":-1}', status: 400, code: 'RATIO_INVALID' },
  { path: '/config', method: 'put', body: '{"cdn_host":"ftp://x"}', status: 400, code: 'BASE_URL_INVALID' },
  { path: '/config', method: 'put', body: '{}', ifMatch: '1', status: 400, code: 'IF_MATCH_INVALID' },
  { path: '/config', method: 'put', body: '{}', ifMatch: '"7"', status: 412, code: 'STALE_REVISION' },
  { path: '/graphql', method: 'post', headers: {}, status: 401, code: 'UNAUTHENTICATED' },
] as const)('tells of $status $code, which $method $path answers', async (row) => {
  const { path, method, status, code } = row
  const answer = await control.app.inject({
    method: method === 'get' ? 'GET' : method === 'put' ? 'PUT' : 'POST',
    url: path,
    headers: {
      ...('headers' in row ? row.headers : { authorization }),
      ...('ifMatch' in row ? { 'if-match': row.ifMatch } : {}),
      ...('body' in row ? { 'content-type': 'type' in row ? row.type : 'application/json' } : {}),
    },
    ...('body' in row ? { payload: row.body } : {}),
  })
  expect([answer.statusCode, answer.body]).toEqual([status, expect.stringContaining(code)])
  expect(codesOf(path.split('?')[0] ?? '', method, status)).toContain(code)
})

it.each(['/config', '/graphql'])('tells of 429 RATE_LIMITED for each operation of %s', (path) => {
  for (const method of Object.keys(document.paths[path] ?? {}))
    expect([method, codesOf(path, method, 429)]).toEqual([method, ['RATE_LIMITED']])
})

it('asks for a token where one is needed, and nowhere else', () => {
  const needed = Object.entries(document.paths).filter(([, path]) =>
    Object.values(path).some(({ security }) => security.length > 0),
  )
  expect(needed.map(([path]) => path)).toEqual(['/metrics', '/config', '/graphql'])
})

function codesOf(path: string, method: string, status: number): readonly string[] {
  return Object.keys(document.paths[path]?.[method]?.responses[status]?.content?.['application/json']?.examples ?? {})
}

/** Fastify's tree of routes, one segment a line (`.schema.json` below `/config`, too); HEAD beside GET is Fastify's own. */
function routesOf(tree: string): readonly { readonly path: string; readonly methods: readonly string[] }[] {
  const parents: string[] = []
  return tree
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', segment = '', methods = ''] = /^([│├└─ ]*)(\S+) \(([A-Z, ]+)\)$/.exec(line) ?? []
      if (segment === '') throw new Error(`not a line of Fastify's routes: ${line}`)
      parents.length = indent.length / 4 - 1
      parents.push(segment)
      return [{ path: parents.join(''), methods: methods.split(', ').filter((method) => method !== 'HEAD') }]
    })
}
