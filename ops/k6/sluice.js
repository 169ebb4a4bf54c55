// What the scenarios of this folder share. They are those of `npm run load`, for k6 1.0 or newer and a group that runs already:
//   k6 run -e URL=http://127.0.0.1:8000 -e TOKEN="$(cat data/admin-token)" ops/k6/redirect.js
// ADMIN_URL is the admin API where it has a port of its own. ALLOW_CHANGES=1 is needed by scenarios that publish or override.
import { fail, sleep } from 'k6'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'
import { setTimeout } from 'k6/timers'
import { WebSocket } from 'k6/websockets'

const { URL = 'http://127.0.0.1:8000', ADMIN_URL = URL, TOKEN = '' } = __ENV
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }

/** Anything that is wrong, tagged with what it was about and why. */
const failures = new Counter('failures')
const times = {
  redirect: new Trend('redirect_ms', true),
  publish: new Trend('publish_ms', true),
  commitToWorker: new Trend('commitToWorker_ms', true),
  delivery: new Trend('delivery_ms', true),
  override: new Trend('override_ms', true),
  auditRead: new Trend('auditRead_ms', true),
}

/** Told by `plan`, which each VU calls for itself. */
let lastsMs = 0

/** Options of k6 for a load and its thresholds, in the words of `npm run load`. */
export function plan({ seconds, load, maxP99Ms }) {
  lastsMs = seconds * 1_000
  const duration = `${seconds}s`
  const atRate = (name, perSecond, vus) => ({
    [name]: {
      executor: 'constant-arrival-rate',
      exec: name,
      rate: perSecond * 10,
      timeUnit: '10s',
      duration,
      preAllocatedVUs: vus,
    },
  })
  const thresholds = Object.entries(maxP99Ms).map(([kind, ms]) => [`${kind}_ms`, [`p(99)<=${ms}`]])
  return {
    scenarios: {
      ...(load.redirectsPerSecond > 0 && atRate('redirect', load.redirectsPerSecond, load.connections)),
      ...(load.publishesPerSecond > 0 && atRate('publish', load.publishesPerSecond, load.publishers)),
      ...(load.overridesPerSecond > 0 && atRate('override', load.overridesPerSecond, 1)),
      ...(load.auditReadsPerSecond > 0 && atRate('auditRead', load.auditReadsPerSecond, 4)),
      ...(load.dashboards > 0 && {
        dashboard: {
          executor: 'per-vu-iterations',
          exec: 'dashboard',
          vus: load.dashboards,
          iterations: 1,
          maxDuration: `${seconds + 30}s`,
        },
      }),
    },
    thresholds: { failures: ['count<=0'], ...Object.fromEntries(thresholds) },
    setupTimeout: '30s',
  }
}

/** What every redirect may lead to. Ends the run where it would change a group that nobody allowed to change. */
export function setup() {
  const changes = ['publish', 'override'].filter((name) => name in (exec.test.options.scenarios ?? {}))
  if (changes.length > 0 && __ENV.ALLOW_CHANGES !== '1') fail(`${changes.join(' and ')} need ALLOW_CHANGES=1`)
  const { liveRevision } = ask(`{ liveRevision { config {
    cdns { key baseUrl } originClusters { hostSuffix serverLabelPattern schemes } settings { redirectStatus }
  } } }`)
  const { cdns, originClusters, settings } = liveRevision.config
  const cluster = originClusters.find(({ serverLabelPattern }) => serverLabelPattern === null)
  if (cluster === undefined) fail('no origin cluster takes the server label s1: there is no video to ask for')
  const [scheme] = cluster.schemes
  return {
    status: settings.redirectStatus,
    origin: `${scheme}://s1.${cluster.hostSuffix}`,
    bases: cdns.map(({ baseUrl }) => (/^https?:/.test(baseUrl) ? baseUrl : `${scheme}://${baseUrl}`)),
    keys: cdns.map(({ key }) => key),
  }
}

export function redirect({ status, origin, bases }) {
  const path = `/video/${exec.scenario.iterationInTest % 1000}/xcg2djHckad.m3u8`
  const sentMs = Date.now()
  const answer = http.get(`${URL}/?video=${encodeURIComponent(origin + path)}`, { redirects: 0 })
  times.redirect.add(Date.now() - sentMs)
  const location = answer.headers['Location']
  const isAllowed = location === origin + path || bases.some((base) => location === `${base}/s1${path}`)
  if (answer.status !== status) count('redirect', `status ${answer.status}`)
  else if (!isAllowed) count('redirect', 'a Location that is not allowed')
}

/** Changes the name of the first CDN alone, which no player sees. */
export function publish({ keys }) {
  const sentMs = Date.now()
  const cdn = { key: keys[0], name: `load ${exec.scenario.iterationInTest}` }
  const answer = ask(
    `mutation Publish($cdn: CdnInput!) {
      upsertCdn(input: $cdn) { __typename ... on UserError { code } }
      publish(input: { message: "load", waitForWorkersSeconds: 5 }) {
        __typename
        ... on PublishSuccess { revision { number } workers { isRunning afterMs } }
        ... on UserError { code }
      }
    }`,
    { cdn },
  )
  times.publish.add(Date.now() - sentMs)
  const code = answer.upsertCdn?.code ?? answer.publish?.code
  const workers = answer.publish?.workers ?? []
  if (code !== undefined) return count('publish', code)
  for (const { afterMs } of workers) if (afterMs !== null) times.commitToWorker.add(afterMs)
  if (workers.length === 0 || !workers.every(({ isRunning }) => isRunning)) count('commitToWorker', 'a worker does not run it')
}

/** Takes the last CDN out, and puts it back; it comes back by itself after a minute. */
export function override({ keys }) {
  if (keys.length < 2) return
  const key = keys[keys.length - 1]
  change(
    `mutation Set($key: String!) {
      answer: setOverride(input: { kind: ADMIN_STATE, target: $key, value: "DOWN", forSeconds: 60, reason: "load" }) {
        __typename ... on SetOverrideSuccess { isFollowed } ... on UserError { code }
      }
    }`,
    key,
  )
  sleep(0.3)
  change(
    `mutation Lift($key: String!) {
      answer: liftOverride(kind: ADMIN_STATE, target: $key, reason: "load") {
        __typename ... on LiftOverrideSuccess { isFollowed } ... on UserError { code }
      }
    }`,
    key,
  )
}

function change(query, key) {
  const sentMs = Date.now()
  const { answer } = ask(query, { key })
  times.override.add(Date.now() - sentMs)
  if (answer?.isFollowed !== true) count('override', answer?.code ?? 'not every worker followed')
}

export function auditRead() {
  const sentMs = Date.now()
  const { auditLog } = ask('{ auditLog(first: 50) { nodes { id at action actor outcome before after } totalCount } }')
  times.auditRead.add(Date.now() - sentMs)
  if (auditLog?.nodes.length !== Math.min(50, auditLog?.totalCount)) count('auditRead', 'a page is not whole')
}

const watched = 'subscription { configPublished { number publishedAt } }'

/** Sees every publish over a WebSocket. Its times are by two clocks: that of the store, and that of the machine that runs k6. */
export function dashboard() {
  let shown = 0
  // `protocols` of the constructor is ignored so far.
  const protocol = { headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' } }
  const socket = new WebSocket(`${ADMIN_URL.replace(/^http/, 'ws')}/graphql`, null, protocol)
  let isClosing = false
  const send = (message) => socket.send(JSON.stringify(message))
  socket.addEventListener('open', () => {
    send({ type: 'connection_init', payload: { Authorization: `Bearer ${TOKEN}` } })
    setTimeout(() => {
      isClosing = true
      socket.close()
    }, lastsMs)
  })
  socket.addEventListener('message', (event) => {
    const { data } = /** @type {{ data: any }} */ (event) // no error: that is another event
    const { type, payload } = JSON.parse(data)
    if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query: watched } })
    if (type === 'ping') send({ type: 'pong' })
    if (type === 'error' || type === 'complete') count('delivery', 'a subscription was ended')
    if (type !== 'next') return
    const { number, publishedAt } = payload.data.configPublished
    if (number <= shown) count('delivery', 'a revision came twice, or after a later one')
    if (shown > 0) times.delivery.add(Math.max(0, Date.now() - Date.parse(publishedAt)))
    shown = number
  })
  socket.addEventListener('error', () => count('delivery', 'a WebSocket was refused or cut'))
  socket.addEventListener('close', () => {
    if (!isClosing) count('delivery', 'a WebSocket was ended')
  })
}

/** The data of a GraphQL answer; empty, and counted, where there is none. */
function ask(query, variables = {}) {
  const answer = http.post(`${ADMIN_URL}/graphql`, JSON.stringify({ query, variables }), { headers })
  const { data, errors } =
    answer.status === 200 ? JSON.parse(/** @type {string} */ (answer.body)) : { data: null, errors: undefined }
  if (!data || errors) count('graphql', errors?.[0]?.extensions?.code ?? `status ${answer.status}`)
  return data ?? {}
}

function count(kind, why) {
  failures.add(1, { kind, why })
}
