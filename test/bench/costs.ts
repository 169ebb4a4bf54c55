// What one request costs, by the least role that may make it: `npm run bench:costs -- --help`. For the table in docs/security.md.
import { Agent, request as httpRequest } from 'node:http'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { controlPidOf } from '../support/process-group.ts'
import { graphql } from '../support/http.ts'
import { median } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { cpuMicrosOf } from './measure/process-tree.ts'
import { openSluice, type Sluice } from './measure/sluice.ts'

const help = `usage: npm run bench:costs -- [--seconds 2] [--rounds 3] [--cdns 100]

CPU of the redirect worker and of the control process for one request, in milliseconds: medians of the rounds. One client asks over
keep-alive, one request after the other, for so many seconds each; there are 20 revisions of so many CDNs.`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    cdns: { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
})

/** `index` makes requests differ that would else change nothing. */
type Asked = { readonly path: string; readonly token?: string; readonly operation?: string }
type Case = { readonly role: string; readonly what: string; readonly ask: (index: number) => Asked }

const fields = 'cdns { key name baseUrl weight enabled } originClusters { key hostSuffix } settings { ratio redirectStatus }'
const operation = (role: string, what: string, text: (index: number) => string): Case => ({
  role,
  what,
  ask: (index) => ({ path: '/graphql', operation: text(index) }),
})

const cases: readonly Case[] = [
  { role: 'nobody', what: 'a redirect', ask: () => ({ path: '/?video=http://s1.origin-cluster/a.m3u8', token: '' }) },
  { role: 'nobody', what: '`/health`', ask: () => ({ path: '/health', token: '' }) },
  { role: 'nobody', what: 'the largest page file', ask: () => ({ path: '/graphql/graphiql.js', token: '' }) },
  { role: 'nobody', what: 'a wrong token', ask: () => ({ path: '/config', token: 'wrong' }) },
  operation('viewer', 'the whole live configuration', () => `{ liveRevision { number config { ${fields} } } }`),
  operation(
    'viewer',
    'as many revisions with CDNs as may be',
    () => '{ revisions(first: 16) { edges { node { config { cdns { key weight } } } } } }',
  ),
  operation(
    'viewer',
    '100 audit events',
    () => '{ auditLog(first: 100) { edges { node { id at actor action target before after } } } }',
  ),
  operation(
    'operator',
    'an override',
    (index) =>
      `mutation { setOverride(input: { kind: WEIGHT, target: "default", value: ${1 + (index % 900)}, reason: "bench ${index}" }) { __typename } }`,
  ),
  operation(
    'editor',
    'an edit',
    (index) => `mutation { upsertCdn(input: { key: "default", name: "n${index}" }) { __typename } }`,
  ),
  operation(
    'publisher',
    'an edit and its publish',
    (index) =>
      `mutation { updateSettings(input: { ratio: ${2 + (index % 900)} }) { __typename } publish(input: {}) { __typename } }`,
  ),
]

if (values.help) console.log(help)
else await interruptible(bench)

async function bench(signal: AbortSignal): Promise<void> {
  const sluice = await openSluice({ env: { ADMIN_RATE_LIMIT: '0', FAILED_LOGIN_LIMIT: '0' } })
  try {
    await publishCdns(sluice, Number(values.cdns))
    const controlPid = await controlPidOf(sluice.group)
    console.log(`CPU in ms a request, ${values.cdns} CDNs, load of the machine ${loadavg()[1]?.toFixed(1)} over 5 minutes\n`)
    console.log('| role | what | worker | control process |\n| --- | --- | ---: | ---: |')
    for (const one of cases) {
      await check(one, sluice)
      const rounds: (readonly [worker: number, control: number])[] = []
      for (let round = 0; round < Number(values.rounds); round += 1) rounds.push(await costOf(one, sluice, controlPid, signal))
      const [worker, control] = [0, 1].map((part) => median(rounds.map((figures) => figures[part] ?? NaN)).toFixed(2))
      console.log(`| ${one.role} | ${one.what} | ${worker} | ${control} |`)
    }
  } finally {
    await sluice.stop()
  }
}

/** What is refused costs little; a figure of that would be none of the operation. */
async function check({ what, ask }: Case, { group }: Sluice): Promise<void> {
  const { operation: query } = ask(0)
  if (query === undefined) return
  const { errors } = await graphql(group.url, group.token, query)
  if (errors !== undefined) throw new Error(`${what}: ${JSON.stringify(errors)}`)
}

async function costOf({ ask }: Case, { group, workerPid }: Sluice, controlPid: number, signal: AbortSignal) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const read = () => Promise.all([cpuMicrosOf([workerPid]), cpuMicrosOf([controlPid])])
  const before = await read()
  const endMs = performance.now() + Number(values.seconds) * 1_000
  let requests = 0
  while (performance.now() < endMs && !signal.aborted) {
    await send(agent, group.url, { token: group.token, ...ask(requests) })
    requests += 1
  }
  agent.destroy()
  const after = await read()
  return [(after[0] - before[0]) / requests / 1_000, (after[1] - before[1]) / requests / 1_000] as const
}

/** Resolves when the answer has been read whole. */
function send(agent: Agent, url: string, { path, token = '', operation: query }: Asked): Promise<void> {
  const headers = {
    'accept-encoding': 'gzip',
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    ...(query === undefined ? {} : { 'content-type': 'application/json' }),
  }
  return new Promise((resolve, reject) => {
    const method = query === undefined ? 'GET' : 'POST'
    const request = httpRequest(`${url}${path}`, { agent, method, headers }, (answer) => {
      answer.resume().once('end', resolve)
    })
    request.once('error', reject)
    request.end(query === undefined ? undefined : JSON.stringify({ query }))
  })
}

/** Twenty revisions of so many CDNs. */
async function publishCdns({ group }: Sluice, count: number): Promise<void> {
  const cdns = Array.from({ length: count }, (_, index) => ({
    key: index === 0 ? 'default' : `cdn-${index}`,
    baseUrl: `c${index}.example.com`,
    weight: 1 + (index % 10),
  }))
  const originClusters = [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }]
  const mutation = `mutation ($config: RoutingConfigInput!) {
    applyConfig(input: { config: $config }) { __typename ... on UserError { message } }
  }`
  for (let ratio = 1; ratio <= 20; ratio += 1) {
    const config = { cdns, originClusters, settings: { ratio } }
    const { data } = await graphql<{ applyConfig: { __typename: string } }>(group.url, group.token, mutation, { config })
    if (data?.applyConfig.__typename !== 'ApplyConfigSuccess') throw new Error(`not published: ${JSON.stringify(data)}`)
  }
}
