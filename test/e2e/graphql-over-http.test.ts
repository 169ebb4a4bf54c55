import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGroup, type Group } from '../support/process-group.ts'

// The audits of the GraphQL-over-HTTP specification's reference implementation, with a token, through the redirect worker.
let group: Group
beforeAll(async () => {
  group = await startGroup()
})
afterAll(() => group.destroy())

const audits = serverAudits({
  url: () => `${group.url}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${group.token}`)
    return fetch(url, { ...init, headers })
  },
})

it('has all 61 audits', () => expect(audits).toHaveLength(61))

describe('GraphQL over HTTP', () => {
  it.each(audits.map((audit) => ({ audit, name: audit.name })))('$name', async ({ audit }) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' })
  })
})
