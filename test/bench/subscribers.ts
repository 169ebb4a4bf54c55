import { readFile } from 'node:fs/promises'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { graphql } from '../support/http.ts'
import { controlPidOf, startGroup, type Group, type StartOptions } from '../support/process-group.ts'
import { until } from '../support/until.ts'

export type SubscriberFigures = {
  /** Resident memory of the control process, in bytes. */
  readonly rssBefore: number
  readonly rssAfter: number
}

/** Many dashboards on one control process, through the public port, and how long a publish takes to reach the last of them. */
export async function measureSubscribers(
  count: number,
  options: StartOptions,
): Promise<SubscriberFigures & { readonly lastMs: number }> {
  const group = await startGroup(options)
  try {
    const control = await controlPidOf(group)
    const rssBefore = await rssOf(control)
    const newest: number[] = []
    const streams = await openAll(group, count, '{ number }', (index, number) => (newest[index] = number))
    const number = await publish(group, 1)
    const hasAll = (): boolean => newest.length === count && newest.every((seen) => seen === number)
    const lastMs = await until('every subscriber has the revision', 30_000, hasAll)
    const rssAfter = await rssOf(control)
    for (const stream of streams) stream.destroy()
    return { rssBefore, rssAfter, lastMs }
  } finally {
    await group.destroy()
  }
}

/** Dashboards that stop reading while the control process goes on publishing revisions of some 60 kB. */
export async function measureStalled(
  count: number,
  publishes: number,
  options: StartOptions,
): Promise<SubscriberFigures & { readonly got: number; readonly gotNewest: boolean }> {
  const group = await startGroup(options)
  try {
    await fillConfig(group)
    const control = await controlPidOf(group)
    await publish(group, 1)
    const seen: number[] = []
    const whole = '{ number message config { cdns { key name baseUrl weight } } }'
    const streams = await openAll(group, count, whole, (index, number) => {
      if (index === 0) seen.push(number)
    })
    const rssBefore = await rssOf(control)
    for (const stream of streams) stream.pause()
    let last = 0
    for (let round = 2; round < publishes + 2; round += 1) last = await publish(group, round)
    const rssAfter = await rssOf(control)
    for (const stream of streams) stream.resume()
    await until('a stalled subscriber has the newest', 30_000, () => seen.at(-1) === last)
    for (const stream of streams) stream.destroy()
    return { rssBefore, rssAfter, got: seen.length, gotNewest: seen.at(-1) === last }
  } finally {
    await group.destroy()
  }
}

/** A configuration of some 60 kB, so that what isn't read would add up. */
async function fillConfig(group: Group): Promise<void> {
  const cdns = Array.from(
    { length: 300 },
    (_, index) =>
      `c${index}: upsertCdn(input: { key: "c${index}", baseUrl: "c${index}.example.com", name: "${'n'.repeat(100)}" }) { __typename }`,
  )
  for (let from = 0; from < cdns.length; from += 20)
    await graphql(group.url, group.token, `mutation { ${cdns.slice(from, from + 20).join(' ')} }`)
}

/** Returns the number of the revision. */
async function publish(group: Group, ratio: number): Promise<number> {
  const query = `mutation {
    updateSettings(input: { ratio: ${ratio} }) { __typename }
    publish(input: { message: "${'m'.repeat(900)}" }) { ... on PublishSuccess { revision { number } } }
  }`
  const { data } = await graphql<{ publish: { revision: { number: number } } }>(group.url, group.token, query)
  return data?.publish.revision.number ?? 0
}

async function openAll(
  group: Group,
  count: number,
  fields: string,
  onNumber: (index: number, number: number) => void,
): Promise<readonly IncomingMessage[]> {
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity })
  const streams: IncomingMessage[] = []
  for (let from = 0; from < count; from += 100) {
    const batch = Array.from({ length: Math.min(100, count - from) }, (_, index) =>
      open(group, agent, fields, (number) => onNumber(from + index, number)),
    )
    streams.push(...(await Promise.all(batch)))
  }
  return streams
}

function open(group: Group, agent: Agent, fields: string, onNumber: (number: number) => void): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${group.token}` }
    const request = httpRequest(`${group.url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      response.setEncoding('utf8')
      response.on('error', () => undefined)
      response.on('data', (chunk: string) => {
        for (const [, number] of chunk.matchAll(/"configPublished":\{"number":(\d+)/g)) onNumber(Number(number))
      })
      response.once('data', () => resolve(response))
    })
    request.on('error', reject)
    request.end(JSON.stringify({ query: `subscription { configPublished ${fields} }` }))
  })
}

async function rssOf(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024
}

if (import.meta.main) {
  const [count = 2_000, stalled = 10, publishes = 400] = process.argv.slice(2).map(Number)
  const mb = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`
  const many = await measureSubscribers(count, {})
  console.log(`${count} subscribers: the control process has ${mb(many.rssBefore)} before, ${mb(many.rssAfter)} with them`)
  console.log(`a publish reached the last of them ${many.lastMs.toFixed(0)} ms after its answer`)
  const slow = await measureStalled(stalled, publishes, {})
  console.log(
    `${stalled} that do not read ${publishes} revisions of 60 kB: ${mb(slow.rssBefore)} before, ${mb(slow.rssAfter)} after`,
  )
  console.log(`one that reads again gets ${slow.got} of them, the newest last: ${slow.gotNewest}`)
}
