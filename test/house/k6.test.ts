import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { parseSync, transformSync, type ModuleItem } from '@swc/core'
import { buildSchema, parse, validate } from 'graphql'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '../load/scenario.ts'
import { scenarios } from '../load/scenarios.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'ops/k6')
const files = readdirSync(folder)
const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))

type Sent = { readonly url: string; readonly query: string; readonly variables: object }
type Parts = Readonly<Record<'redirect' | 'publish' | 'override' | 'auditRead' | 'dashboard', (data: object) => void>>
type Script = Parts & {
  readonly options: {
    readonly scenarios: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly thresholds: object
  }
  readonly setup: () => object
}
/** What a script did, and what was found wrong by it. */
type Seen = { readonly sent: Sent[]; readonly asked: string[]; readonly wrong: string[]; readonly wires: WireSeen[] }
type Message = { readonly type: string; readonly payload?: { readonly query?: string } }
type WireSeen = {
  readonly url: string
  readonly headers: object
  readonly on: ReadonlyMap<string, (event: object) => void>
  readonly messages: readonly Message[]
}

const config = {
  cdns: [
    { key: 'one', baseUrl: 'one.example.com' },
    { key: 'two', baseUrl: 'https://two.example.com/vod' },
  ],
  originClusters: [{ hostSuffix: 'origin-cluster', serverLabelPattern: null, schemes: ['http'] }],
  settings: { redirectStatus: 302 },
}
const answers = {
  liveRevision: { config },
  upsertCdn: {},
  publish: { workers: [{ isRunning: true, afterMs: 3 }] },
  answer: { isFollowed: true },
  auditLog: { nodes: [], totalCount: 0 },
}

type Circumstances = {
  readonly env?: Readonly<Record<string, string>>
  readonly location?: (asked: string) => string
  readonly data?: object
}

/** Loads a script with a k6 of one VU, which Sluice answers as it should, but for what is told. */
function load(file: string, { env = {}, location = (asked) => asked, data = answers }: Circumstances = {}) {
  const seen: Seen = { sent: [], asked: [], wrong: [], wires: [] }
  const http = {
    get(url: string) {
      seen.asked.push(url)
      return { status: 302, headers: { Location: location(new URL(url).searchParams.get('video') ?? '') } }
    },
    post(url: string, body: string) {
      seen.sent.push({ url, ...(JSON.parse(body) as { query: string; variables: object }) })
      return { status: 200, body: JSON.stringify({ data }) }
    },
  }
  class Counter {
    add(_count: number, { kind, why }: { readonly kind: string; readonly why: string }): void {
      seen.wrong.push(`${kind}: ${why}`)
    }
  }
  class Wire {
    readonly on = new Map<string, (event: object) => void>()
    constructor(url: string, _protocols: null, { headers }: { readonly headers: object }) {
      seen.wires.push({ url, headers, on: this.on, messages: this.messages })
    }
    readonly messages: Message[] = []
    addEventListener(name: string, listener: (event: object) => void): void {
      this.on.set(name, listener)
    }
    send(text: string): void {
      this.messages.push(JSON.parse(text) as Message)
    }
  }
  const exec = { scenario: { iterationInTest: 7 }, test: { options: {} } }
  const modules: Readonly<Record<string, object>> = {
    k6: { sleep: () => undefined, fail: (why: string) => seen.wrong.push(why) },
    'k6/execution': { __esModule: true, default: exec },
    'k6/http': { __esModule: true, default: http },
    'k6/metrics': {
      Counter,
      Trend: class {
        add = (): void => undefined
      },
    },
    'k6/timers': { setTimeout: () => undefined },
    'k6/websockets': { WebSocket: Wire },
  }
  const script = requireFile(file) as Script
  exec.test.options = script.options
  return { script, seen }

  function requireFile(name: string): object {
    const { code } = transformSync(readFileSync(join(folder, name), 'utf8'), { module: { type: 'commonjs' } })
    const exports = {}
    runInNewContext(code, {
      exports,
      __ENV: { URL: 'http://sluice', ...env },
      require: (module: string) => modules[module] ?? requireFile(module.replace('./', '')),
    })
    return exports
  }
}

it('has a script for each scenario of `npm run load`, and what they share', () => {
  expect(files.toSorted()).toEqual([...Object.keys(scenarios).map((name) => `${name}.js`), 'sluice.js'].toSorted())
})

it.each(files)('%s imports k6 and its own folder alone', (file) => {
  const { body } = parseSync(readFileSync(join(folder, file), 'utf8'), { syntax: 'ecmascript', target: 'es2022' })
  const sources = body.flatMap((item: ModuleItem) => ('source' in item && item.source ? [item.source.value] : []))
  expect(sources.filter((source) => !/^k6$|^k6\/[a-z]+$|^\.\/sluice\.js$/.test(source))).toEqual([])
})

it('uses the modules of k6 as they are declared', () => {
  const options = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    lib: ['lib.es2022.d.ts'],
    noImplicitAny: false,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['k6'],
  }
  const program = ts.createProgram(
    files.map((file) => join(folder, file)),
    options,
  )
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual(
    [],
  )
})

describe.each(Object.entries(scenarios))('%s', (name, { seconds, load: wanted, maxP99Ms }: Scenario) => {
  const { script } = load(`${name}.js`)

  it('asks for the same at the same rates', () => {
    const rate = (perSecond: number, vus: number, exec: string) =>
      perSecond === 0
        ? {}
        : {
            [exec]: {
              executor: 'constant-arrival-rate',
              exec,
              rate: perSecond * 10,
              timeUnit: '10s',
              duration: `${seconds}s`,
              preAllocatedVUs: vus,
            },
          }
    const { dashboard, ...paced } = script.options.scenarios
    expect(paced).toEqual({
      ...rate(wanted.redirectsPerSecond, wanted.connections, 'redirect'),
      ...rate(wanted.publishesPerSecond, wanted.publishers, 'publish'),
      ...rate(wanted.overridesPerSecond, 1, 'override'),
      ...rate(wanted.auditReadsPerSecond, 4, 'auditRead'),
    })
    expect(dashboard?.['vus'] ?? 0).toBe(wanted.dashboards)
  })

  it('has the same thresholds', () => {
    const times = Object.entries(maxP99Ms).map(([kind, ms]) => [`${kind}_ms`, [`p(99)<=${ms}`]])
    expect(script.options.thresholds).toEqual({ failures: ['count<=0'], ...Object.fromEntries(times) })
  })
})

describe('a VU', () => {
  it('asks for redirects, and sends operations that the schema has', () => {
    const { script, seen } = load('mixed.js', { env: { ALLOW_CHANGES: '1' } })
    const data = script.setup()
    for (const part of ['redirect', 'publish', 'override', 'auditRead'] as const) script[part](data)
    expect(seen.wrong).toEqual([])
    expect(seen.asked).toEqual([
      `http://sluice/?video=${encodeURIComponent('http://s1.origin-cluster/video/7/xcg2djHckad.m3u8')}`,
    ])
    expect(seen.sent.flatMap(({ query }) => validate(schema, parse(query)).map(({ message }) => message))).toEqual([])
    expect(seen.sent.map(({ variables }) => variables)).toEqual([
      {},
      { cdn: { key: 'one', name: 'load 7' } },
      { key: 'two' },
      { key: 'two' },
      {},
    ])
  })

  it.each([
    { where: 'the origin', location: 'http://s1.origin-cluster/video/7/xcg2djHckad.m3u8', wrong: [] },
    { where: 'a CDN', location: 'https://two.example.com/vod/s1/video/7/xcg2djHckad.m3u8', wrong: [] },
    {
      where: 'elsewhere',
      location: 'http://three.example.com/s1/video/7/xcg2djHckad.m3u8',
      wrong: ['redirect: a Location that is not allowed'],
    },
  ])('finds $wrong where it is sent to $where', ({ location, wrong }) => {
    const { script, seen } = load('redirect.js', { location: () => location })
    script.redirect(script.setup())
    expect(seen.wrong).toEqual(wrong)
  })

  it('finds a worker that does not run what was published, an override that is not followed, half a page', () => {
    const data = {
      ...answers,
      publish: { workers: [{ isRunning: false, afterMs: null }] },
      answer: {},
      auditLog: { nodes: [], totalCount: 2 },
    }
    const { script, seen } = load('mixed.js', { env: { ALLOW_CHANGES: '1' }, data })
    const known = script.setup()
    for (const part of ['publish', 'override', 'auditRead'] as const) script[part](known)
    expect(seen.wrong).toEqual([
      'commitToWorker: a worker does not run it',
      'override: not every worker followed',
      'override: not every worker followed',
      'auditRead: a page is not whole',
    ])
  })

  it('follows what is published over graphql-transport-ws, and finds a revision that comes twice', () => {
    const { script, seen } = load('dashboards.js')
    script.dashboard({})
    const [wire] = seen.wires
    const say = (event: string, message: object = {}): void => wire?.on.get(event)?.({ data: JSON.stringify(message) })
    const publish = (number: number): void => {
      const configPublished = { number, publishedAt: '2026-01-01T00:00:00.000Z' }
      say('message', { type: 'next', payload: { data: { configPublished } } })
    }
    say('open')
    say('message', { type: 'connection_ack' })
    publish(1)
    publish(3)
    expect(seen.wrong).toEqual([])
    expect(wire).toMatchObject({ url: 'ws://sluice/graphql', headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' } })
    expect(wire?.messages.map(({ type }) => type)).toEqual(['connection_init', 'subscribe'])
    expect(validate(schema, parse(wire?.messages[1]?.payload?.query ?? '{}'))).toEqual([])
    publish(3)
    say('close')
    expect(seen.wrong).toEqual(['delivery: a revision came twice, or after a later one', 'delivery: a WebSocket was ended'])
  })

  it('changes nothing that it may not', () => {
    const { script, seen } = load('mixed.js')
    script.setup()
    expect(seen.wrong).toEqual(['publish and override need ALLOW_CHANGES=1'])
  })
})
