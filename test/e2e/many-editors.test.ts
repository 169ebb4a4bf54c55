import { Agent, request as httpRequest } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { graphql, type GraphqlAnswer } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

const EDITORS = 50
const EDITS = 20

let group: Group
beforeAll(async () => {
  group = await startGroup()
})
afterAll(() => group.destroy())

type Edited = {
  readonly __typename: string
  readonly code?: string
  readonly message?: string
  readonly expected?: number
  readonly actual?: number
}

it('loses none of 1,000 edits of different objects by 50 editors at once, and refuses none', async () => {
  const before = await versionNow()
  const edits = await byEveryEditor((editor, edit, sendEdit) => {
    const key = `e${editor}-${edit}`
    return edit % 2 === 0
      ? sendEdit(`upsertCdn(input: { key: "${key}", baseUrl: "${key}.example.com" })`)
      : sendEdit(`upsertOriginCluster(input: { key: "${key}", hostSuffix: "${key}.example.com" })`)
  })
  expect(edits.filter(({ code }) => code !== undefined)).toEqual([])
  const workingCopy = await look()
  expect(workingCopy.version).toBe(before + EDITORS * EDITS)
  const keys = [...workingCopy.config.cdns, ...workingCopy.config.originClusters].map(({ key }) => key)
  expect(keys.filter((key) => /^e\d+-\d+$/.test(key))).toHaveLength(EDITORS * EDITS)
  const recorded = (await acceptedEdits()).map(({ target }) => target)
  expect(recorded.toSorted()).toEqual(
    keys
      .filter((key) => key.startsWith('e'))
      .map(targetOf)
      .toSorted(),
  )
})

it('tells every loser both numbers when 50 editors guard 1,000 edits at once by the version, and loses no accepted edit', async () => {
  const before = await versionNow()
  const accepted: string[] = []
  const losers: Edited[] = []
  await byEveryEditor(async (editor, edit, sendEdit) => {
    const name = `${editor} ${edit}`
    let expectedVersion = before
    // Bounded: with so many at once most lose each time.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const edited = await sendEdit(`upsertCdn(input: { key: "default", name: "${name}", expectedVersion: ${expectedVersion} })`)
      if (edited.code === undefined) {
        accepted.push(name)
        return edited
      }
      losers.push(edited)
      expect(edited).toMatchObject({
        __typename: 'Stale',
        code: 'STALE_WORKING_COPY',
        expected: expectedVersion,
        actual: expect.any(Number),
      })
      expect(edited.message).toContain(`received ${expectedVersion}, allowed is ${edited.actual}`)
      expectedVersion = edited.actual ?? 0
    }
    return { __typename: 'given up' }
  })
  const workingCopy = await look()
  expect(accepted.length).toBeGreaterThan(1)
  expect(losers.length).toBeGreaterThan(EDITORS * EDITS)
  expect(workingCopy.version).toBe(before + accepted.length)
  const recorded = (await acceptedEdits())
    .filter(({ target }) => target === 'cdns.default')
    .map(({ after }) => String(after['cdns.default.name']))
  expect(recorded.toSorted()).toEqual(accepted.toSorted())
  expect(workingCopy.config.cdns.find(({ key }) => key === 'default')?.name).toBe(recorded[0])
})

/** All edits of all editors at once, each editor over connections of its own. */
async function byEveryEditor(
  edit: (editor: number, edit: number, sendEdit: (mutation: string) => Promise<Edited>) => Promise<Edited>,
): Promise<readonly Edited[]> {
  const started = performance.now()
  const editors = Array.from({ length: EDITORS }, async (_editor, editor) => {
    const agent = new Agent({ keepAlive: true, maxSockets: EDITS })
    const edits = Array.from({ length: EDITS }, (_edit, number) => edit(editor, number, (mutation) => send(agent, mutation)))
    const edited = await Promise.all(edits)
    agent.destroy()
    return edited
  })
  const edited = (await Promise.all(editors)).flat()
  console.log(`${EDITORS} editors: ${edited.length} edits in ${Math.round(performance.now() - started)} ms`)
  return edited
}

function send(agent: Agent, mutation: string): Promise<Edited> {
  const fields = '{ __typename ... on UserError { code message } ... on Stale { expected actual } }'
  const headers = { authorization: `Bearer ${group.token}`, 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${group.url}/graphql`, { agent, method: 'POST', headers, timeout: 60_000 }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        const data = (JSON.parse(text) as { data?: { edited: Edited } }).data
        resolve(data?.edited ?? { __typename: 'none', code: `${response.statusCode}`, message: text })
      })
    })
    request.on('timeout', () => request.destroy(new Error('no answer within 60 s')))
    request.on('error', reject)
    request.end(JSON.stringify({ query: `mutation { edited: ${mutation} ${fields} }` }))
  })
}

function targetOf(key: string): string {
  return Number(key.split('-')[1]) % 2 === 0 ? `cdns.${key}` : `originClusters.${key}`
}

type WorkingCopy = {
  readonly version: number
  readonly config: {
    readonly cdns: readonly { key: string; name: string }[]
    readonly originClusters: readonly { key: string }[]
  }
}

async function look(): Promise<WorkingCopy> {
  const query = '{ workingCopy { version config { cdns { key name } originClusters { key } } } }'
  const { data } = await graphql<{ workingCopy: WorkingCopy }>(group.url, group.token, query)
  if (data === undefined) throw new Error('no working copy')
  return data.workingCopy
}

async function versionNow(): Promise<number> {
  return (await look()).version
}

type Event = {
  readonly action: string
  readonly target: string
  readonly outcome: string
  readonly after: Record<string, unknown>
}

/** By the audit trail, newest first. */
async function acceptedEdits(): Promise<readonly Event[]> {
  type Page = { auditLog: { edges: { node: Event }[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } } }
  const query = `query($after: String) {
    auditLog(first: 100, after: $after) { edges { node { action target outcome after } } pageInfo { endCursor hasNextPage } }
  }`
  const events: Event[] = []
  for (let after: string | null = null; ;) {
    const { data }: GraphqlAnswer<Page> = await graphql<Page>(group.url, group.token, query, { after })
    if (data === undefined) throw new Error('no audit log')
    events.push(...data.auditLog.edges.map(({ node }) => node))
    after = data.auditLog.pageInfo.endCursor
    if (!data.auditLog.pageInfo.hasNextPage) break
  }
  return events.filter(({ action, outcome }) => action.startsWith('upsert') && outcome === 'ACCEPTED')
}
