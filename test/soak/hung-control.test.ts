import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let group: Group
let controlPid: number
beforeEach(async () => {
  group = await startGroup()
  controlPid = await controlPidOf(group)
})
afterEach(() => group.destroy())

type Revisions = { edges: { node: { config: { settings: { ratio: number } } } }[] }

/** Undefined while the control process is away or has not reached its store. */
async function publishedRatios(): Promise<readonly number[] | undefined> {
  const query = '{ revisions(first: 100) { edges { node { config { settings { ratio } } } } } }'
  const { data } = await graphql<{ revisions: Revisions | null }>(group.url, group.token, query)
  return data?.revisions?.edges.map(({ node }) => node.config.settings.ratio)
}

const codeOf = (body: string): unknown => (JSON.parse(body) as { error?: { code: string } }).error?.code

describe('a control process that hangs', () => {
  it('tells who waits for it, and nobody is reset', async () => {
    process.kill(controlPid, 'SIGSTOP')
    const headers = { authorization: `Bearer ${group.token}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ ratio: 7 })
    const answers = await Promise.all([
      ask(`${group.url}/config`, { headers, timeoutMs: 60_000 }),
      ask(`${group.url}/config`, { method: 'PUT', headers, body, timeoutMs: 60_000 }),
      ask(`${group.url}/health`, { timeoutMs: 60_000 }),
    ])
    expect(answers.map(({ status, body: text }) => [status, codeOf(text) ?? text])).toEqual([
      [503, 'CONTROL_UNAVAILABLE'],
      [503, 'OUTCOME_UNKNOWN'],
      [200, '{"status":"DEGRADED"}'],
    ])
    expect(await location(group)).toBeDefined()
    process.kill(controlPid, 'SIGCONT')
    expect((await put(group, { ratio: 8 })).status).toBe(200)
  })
})

describe('a control process that is killed', () => {
  it('leaves open what was done of each publish that it had, and nothing was of the others', async () => {
    const codes = new Map<number, unknown>()
    const done = (): number => [...codes.values()].filter((code) => code === 'DONE').length
    let isKilled = false
    const publishers = Array.from({ length: 10 }, async (_, publisher) => {
      const first = 100 + 50 * publisher
      for (let ratio = first; ratio < first + 50; ratio += 1) {
        const answer = await put(group, { ratio })
        codes.set(ratio, answer.status === 200 ? 'DONE' : codeOf(answer.body))
        if (answer.status !== 200) return
        if (!isKilled && done() > 30) isKilled = process.kill(controlPid, 'SIGKILL')
      }
    })
    await Promise.all(publishers)
    expect([...codes.values()]).toContain('OUTCOME_UNKNOWN')
    let made: readonly unknown[] = []
    await until('the control process has its store again', 10_000, async () => {
      const ratios = await publishedRatios()
      made = ratios?.map((ratio) => codes.get(ratio)) ?? []
      return ratios !== undefined
    })
    expect(made).not.toContain('CONTROL_UNAVAILABLE')
    expect(made.filter((code) => code === 'DONE')).toHaveLength(done())
  })
})
