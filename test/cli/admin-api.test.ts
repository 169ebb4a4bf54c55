import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { openAdminApi, type ApiParts } from '../../src/cli/admin-api.ts'
import { CommandFailure, cliExitCodes } from '../../src/cli/command-failure.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

async function listen(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ages: number[] = []
const parts = (url: string): ApiParts => ({
  find: () => Promise.resolve({ url: new URL(url), token: 'secret' }),
  clock: systemClock,
  onAge: (seconds) => ages.push(seconds),
})

async function failureOf(url: string, timeoutMs?: number): Promise<CommandFailure> {
  const failure: unknown = await openAdminApi({ ...parts(url), ...(timeoutMs === undefined ? {} : { timeoutMs }) })
    .ask('{ viewer { name } }')
    .catch((error: unknown) => error)
  if (failure instanceof CommandFailure) return failure
  throw new Error('it did not fail as a command')
}

describe('an answer that does not come in time is told, and that the change may have been made', () => {
  it.each([
    { what: 'none at all', answer: () => undefined },
    {
      what: 'a body that goes on and on',
      answer: (_request: unknown, response: { write(text: string): void }) => response.write('{'),
    },
  ])('$what', async ({ answer }) => {
    const url = await listen(answer)
    const failure = await failureOf(url, 100)
    expect(failure.exitCode).toBe(cliExitCodes.unreachable)
    expect(failure.message).toContain('no answer within 0.1 s; what was asked may be done all the same')
  })
})

it('the token stands in the header and nowhere else', async () => {
  const seen: unknown[] = []
  const url = await listen((request, response) => {
    seen.push([request.url, request.headers.authorization])
    response.end('{"data":{"viewer":{"name":"x"}}}')
  })
  const answer = await openAdminApi(parts(url)).ask('{ viewer { name } }')
  expect([seen, answer]).toEqual([[['/graphql', 'Bearer secret']], { viewer: { name: 'x' } }])
})

it('all errors of an answer are told, each on its line', async () => {
  const errors = [
    { message: 'first\u001b[2J' },
    { message: 'second\nline' },
    ...Array.from({ length: 100 }, () => ({ message: 'more' })),
  ]
  const url = await listen((_request, response) => response.end(JSON.stringify({ errors })))
  const failure = await failureOf(url)
  expect(failure.exitCode).toBe(cliExitCodes.refused)
  const lines = failure.message.split('\n')
  expect(lines.slice(0, 2)).toEqual([`${url}/: first?[2J`, '  second / line'])
  expect(lines).toHaveLength(20)
})

it.each([
  { query: '{ viewer { name } }', heard: [7] },
  { query: 'mutation { validate { valid } }', heard: [] },
])('of an answer from memory the age is told, of the outcome of a change it is none: $query', async ({ query, heard }) => {
  ages.length = 0
  const url = await listen((_request, response) => response.end('{"data":{},"extensions":{"storeAgeSeconds":7}}'))
  expect(await openAdminApi(parts(url)).ask(query)).toEqual({})
  expect(ages).toEqual(heard)
})
