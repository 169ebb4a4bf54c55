import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, parse, type GraphQLObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readGuide } from '../support/api-guide.ts'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { subscribe, type SseClient } from '../support/sse.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

// The pages of docs/api/ in their order, on a fresh service: every block is sent as it stands there, and answered as it says.
const root = join(import.meta.dirname, '../..')
const blocks = [...readGuide().matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, kind = '', text = ''], index) => ({
  index,
  kind,
  text,
}))
const examples = blocks.filter(({ kind }) => /^(?:http|graphql|json event|websocket)$/.test(kind))

let group: Group
let events: SseClient | undefined
beforeAll(async () => {
  group = await startGroup()
})
afterAll(async () => {
  events?.close()
  await group.destroy()
})

describe('every example of the API guide is answered as it says', () => {
  const cases = examples.map((block) => ({ ...block, title: titleOf(block) }))
  it.each(cases)('$title', { timeout: 10_000 }, async ({ index, kind, text }) => {
    expect.hasAssertions()
    if (kind === 'http') await sendRequest(text)
    else if (kind === 'websocket') await holdConversation(text)
    else if (kind === 'json event') expectLike(JSON.parse(text), { data: await events?.next() })
    else if (text.startsWith('subscription')) await openSubscription(text)
    else expectLike(JSON.parse(blocks[index + 1]?.text ?? ''), await graphql(group.url, group.token, text))
  })
})

describe('the API guide has an example', () => {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const shown = examples.filter(({ kind }) => kind === 'graphql').flatMap(({ text }) => operationsIn(text))

  it.each(types.flatMap(operationsOf))('of the %s', (operation) => expect(shown).toContain(operation))

  it('of every route', async () => {
    const document = (await (await fetch(`${group.url}/openapi.json`)).json()) as { paths: Record<string, object> }
    const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const sent = examples.filter(({ kind }) => kind === 'http').map(({ text }) => /^\w+ [^ ?]+/.exec(text)?.[0])
    expect(sent).toEqual(expect.arrayContaining([...routes, 'GET /docs', 'GET /redoc', 'GET /openapi.json']))
  })
})

/** A request as HTTP writes it, an empty line, and the answer: its status, the headers that matter, the body. */
async function sendRequest(example: string): Promise<void> {
  const [request = '', answer = ''] = example.split(/\n(?=HTTP\/1\.1 )/)
  const [head = '', body = ''] = request.split('\n\n')
  const [requestLine = '', ...lines] = withToken(head).split('\n')
  const [method = '', path = ''] = requestLine.split(' ')
  const response = await fetch(`${group.url}${path}`, {
    method,
    redirect: 'manual',
    headers: lines.filter(Boolean).map((line) => line.split(': ') as [string, string]),
    ...(body.trim() === '' ? {} : { body: body.trim() }),
  })
  const [answerHead = '', ...parts] = answer.trimEnd().split('\n\n')
  const [statusLine, ...fields] = answerHead.split('\n')
  expect(`HTTP/1.1 ${response.status} ${response.statusText}`).toBe(statusLine)
  for (const field of fields) {
    const name = field.split(':')[0] ?? ''
    expectLike(field, `${name}: ${response.headers.get(name)}`)
  }
  const expected = parts.join('\n\n')
  const received = await readLike(expected, response)
  if (expected.startsWith('{')) expectLike(JSON.parse(expected), JSON.parse(received))
  else expectLike(expected, received)
}

/** All of the body, or of a stream as much as is expected. */
async function readLike(expected: string, { body }: Response): Promise<string> {
  let text = ''
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece
    if (text.startsWith(':') && likenessOf(expected).test(text.trimEnd())) break
  }
  return text.trimEnd()
}

/** Lines that begin with ">" are sent, those with "<" are received. */
async function holdConversation(text: string): Promise<void> {
  const { socket, received } = await openSocket(group.url)
  for (const line of withToken(text.trimEnd()).split('\n')) {
    const message = JSON.parse(line.slice(2)) as object
    if (line.startsWith('>')) socket.send(JSON.stringify(message))
    else {
      await until(`an answer like ${line}`, 5_000, () => received.length > 0)
      expectLike(message, received.shift())
    }
  }
  socket.close()
}

async function openSubscription(query: string): Promise<void> {
  events?.close()
  events = await subscribe(group.url, group.token, query)
  expect(events.status).toBe(200)
}

/** "…" in a text stands for any characters; a text that is nothing else for any value, at the end of a list for any further ones. */
function expectLike(expected: unknown, actual: unknown): void {
  expect(actual).toStrictEqual(fillIn(expected, actual))
}

function fillIn(expected: unknown, actual: unknown): unknown {
  if (expected === '…' && actual !== undefined) return actual
  if (typeof expected === 'string') return typeof actual === 'string' && likenessOf(expected).test(actual) ? actual : expected
  if (typeof expected !== 'object' || expected === null) return expected
  const inside = (actual ?? {}) as Record<string, unknown>
  if (Array.isArray(expected)) {
    const isOpen = expected.at(-1) === '…'
    const named: readonly unknown[] = isOpen ? expected.slice(0, -1) : expected
    const further = isOpen && Array.isArray(actual) ? (actual.slice(named.length) as readonly unknown[]) : []
    return [...named.map((item, index) => fillIn(item, inside[index])), ...further]
  }
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, fillIn(value, inside[key])]))
}

function likenessOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '[^]*')}$`)
}

function withToken(text: string): string {
  return text.replaceAll('Bearer TOKEN', `Bearer ${group.token}`)
}

function operationsIn(text: string): readonly string[] {
  return parse(text).definitions.flatMap((definition) =>
    'operation' in definition
      ? definition.selectionSet.selections.map((field) => `${definition.operation} ${'name' in field ? field.name.value : ''}`)
      : [],
  )
}

function operationsOf(type: GraphQLObjectType | null | undefined): readonly string[] {
  return Object.keys(type?.getFields() ?? {}).map((name) => `${type?.name.toLowerCase()} ${name}`)
}

function titleOf({ kind, text }: { readonly kind: string; readonly text: string }): string {
  return kind === 'graphql' ? operationsIn(text).join(', ') : `${kind} ${text.split('\n', 1)[0]}`
}
