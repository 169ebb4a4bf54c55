import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { runCommandLine } from '../../src/cli/run.ts'
import { readLogLine } from '../../src/cli/simulate/log-line.ts'
import type { Replayed } from '../../src/cli/simulate/replay-shape.ts'
import { unknownFacts } from '../../src/core/geo/client-facts.ts'

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'sluice-simulate-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const LINES = 100_000
const cdns = [
  { key: 'a', baseUrl: 'a.example.com', weight: 3 },
  { key: 'b', baseUrl: 'b.example.com', weight: 2 },
  { key: 'c', baseUrl: 'c.example.com', weight: 1 },
]
const document = {
  formatVersion: 1,
  settings: { ratio: 10 },
  cdns,
  originClusters: [{ key: 'films', hostSuffix: 'films.example' }],
}

type Kinds = { REFUSED_HERE: number; REFUSED_THERE: number; UNKNOWN_HOST: number; URL: number; skipped: number }

/** Another redirector: it counts by itself, and gives weights in blocks. What it does otherwise is counted by kind. */
function answerAsReference(): { readonly log: string; readonly expected: Kinds } {
  const hosts = cdns.flatMap(({ baseUrl, weight }) => Array.from({ length: weight }, () => baseUrl))
  const expected: Kinds = { REFUSED_HERE: 0, REFUSED_THERE: 0, UNKNOWN_HOST: 0, URL: 0, skipped: 0 }
  const lines: string[] = []
  let [valid, ofCdns] = [0, 0]
  for (let number = 1; number <= LINES; number += 1) {
    const path = number % 97 === 0 ? `/legacy/${number}.ts` : `/live/${number % 300}/${number}.m3u8`
    const host = number % 500 === 0 ? 's1.elsewhere.example' : 's1.films.example'
    const video = `https://${host}${path}?v=1`
    if (number % 777 === 0) {
      lines.push(`192.0.2.1 - - [28/Nov/2026:07:00:00 +0000] "GET /health HTTP/1.1" 200 2 "-" "probe" "-"`)
      expected.skipped += 1
      continue
    }
    const isOrigins = host === 's1.films.example' && (valid += 1) % 10 === 0
    const cdn = host === 's1.films.example' && !isOrigins ? hosts[ofCdns++ % hosts.length] : hosts[0]
    const isGone = number % 1_009 === 0 && host === 's1.films.example'
    const isOld = !isGone && !isOrigins && path.startsWith('/legacy/') && host === 's1.films.example'
    const isCut = !isGone && !isOld && number % 1_301 === 0 && isOrigins
    let location = isOrigins ? video : `https://${isOld ? 'old.example.com' : cdn}/s1${path}?v=1`
    if (isCut) location = location.replace('?v=1', '')
    if (host !== 's1.films.example') expected.REFUSED_HERE += 1
    else if (isGone) expected.REFUSED_THERE += 1
    else if (isOld) expected.UNKNOWN_HOST += 1
    else if (isCut) expected.URL += 1
    const target = `/go?video=${encodeURIComponent(video)}`
    const answer = isGone ? `404 0 "-" "player" "-"` : `302 0 "-" "player" "${location}"`
    lines.push(`192.0.2.1 - - [28/Nov/2026:07:00:00 +0000] "GET ${target} HTTP/1.1" ${answer}`)
  }
  return { log: `${lines.join('\n')}\n`, expected }
}

describe('simulate FILE --log', () => {
  it('tells agreement and the reason of each difference of 100,000 lines of nginx', async () => {
    const { log, expected } = answerAsReference()
    const { code, printed } = await run(document, log, ['--json'])
    const replayed = JSON.parse(printed) as Replayed
    expect(code).toBe(0)
    const byReason = Map.groupBy(replayed.differences, ({ reason }) => reason)
    const countOf = (reason: string) =>
      [...byReason].find(([name]) => name === reason)?.[1].reduce((sum, { requests }) => sum + requests, 0) ?? 0
    const { skipped, ...others } = expected
    expect(replayed).toMatchObject({ skipped, requests: LINES - skipped, untold: 0 })
    for (const [reason, count] of Object.entries(others)) expect({ reason, count: countOf(reason) }).toEqual({ reason, count })
    // Of a period of six turns three are alike: a b a c b a here, a a a b b c there.
    const differing = replayed.differences.reduce((sum, { requests }) => sum + requests, 0)
    expect(replayed.agreeing + differing).toBe(replayed.requests)
    const ofCdns = (replayed.requests - others.REFUSED_HERE) * 0.9
    expect(countOf('TURN') / ofCdns).toBeCloseTo(0.5, 1)
    expect([...byReason.keys()].toSorted()).toEqual(['REFUSED_HERE', 'REFUSED_THERE', 'TURN', 'UNKNOWN_HOST', 'URL'])
    for (const { key, there, here } of replayed.targets.filter(({ key: name }) => ['a', 'b', 'c'].includes(name)))
      expect({ key, isNear: Math.abs(there - here) / replayed.requests < 0.02 }).toEqual({ key, isNear: true })
  })

  it('writes both for people, with the first line of each difference', async () => {
    const line = (location: string) =>
      `192.0.2.1 - - [28/Nov/2026:07:00:00 +0000] "GET /?video=https%3A%2F%2Fs1.films.example%2Fx.ts HTTP/1.1" 302 0 "-" "-" "${location}"\n`
    const log = line('https://a.example.com/s1/x.ts') + line('https://old.example.com/x.ts')
    expect((await run(document, log, [])).printed).toBe(`requests   2 (0 lines are no redirect)
agreement  1 of 2, 50.00 %

target           there  share    here  share
a                    1  50.00 %     1  50.00 %
b                    0  0.00 %      1  50.00 %
old.example.com      1  50.00 %     0  0.00 %

requests  there            here  reason        first line
       1  old.example.com  b     UNKNOWN_HOST           2

UNKNOWN_HOST  No CDN of the configuration has the host.
`)
  })

  it('decides under what is assumed', async () => {
    const log =
      '{"request":"GET /?video=https%3A%2F%2Fs1.films.example%2Fx.ts","status":302,"location":"https://b.example.com/s1/x.ts"}\n'
    const { printed } = await run(document, log, ['--json', '--assume', 'a=down'])
    expect(JSON.parse(printed)).toMatchObject({ requests: 1, agreeing: 1, differences: [] })
  })

  it.each([
    { args: ['--assume', 'a'], message: /--assume: received "a"/ },
    { args: ['--assume', 'z=down'], message: /--assume: received "z", allowed is a CDN of / },
    { args: ['--assume', 'a=201'], message: /--assume: received "a=201"/ },
    {
      args: ['--assume', 'a=down,b=up,a=up'],
      message: /--assume: received "a=down,b=up,a=up", allowed is one .* not two for a$/m,
    },
    { args: ['--window', '5'], message: /--log is decided by FILE/ },
    { args: ['--revision', '5'], message: /exclude each other/ },
  ])('refuses $args', async ({ args, message }) => {
    const { code, complained } = await run(document, '', args)
    expect({ code, complained }).toEqual({ code: 64, complained: expect.stringMatching(message) })
  })

  it('refuses a document that could not be published', async () => {
    const { code, complained } = await run({ ...document, cdns: [{ key: 'a', baseUrl: 'a.example.com', weight: 0 }] }, '', [])
    expect({ code, complained }).toEqual({ code: 65, complained: expect.stringContaining('ZERO_WEIGHT') })
  })
})

it('a log without any redirect cannot be read', async () => {
  const { code, complained } = await run(document, 'hello\nworld\n', [])
  expect({ code, complained }).toEqual({ code: 66, complained: expect.stringMatching(/no line is a GET .* from line 1 on/) })
})

it('tells CDNs that share a host by how their URLs begin', async () => {
  const shared = ['', '/vod', '/vod/new'].map((path, index) => ({ key: `c${index}`, baseUrl: `cdn.example.com${path}` }))
  const log = ['/vod/s1/x.ts', '/vod/new/s1/x.ts', '/s1/x.ts']
    .map((path) => `{"uri":"/?video=https%3A%2F%2Fs1.films.example%2Fx.ts","status":302,"location":"//cdn.example.com${path}"}\n`)
    .join('')
  const { printed } = await run({ ...document, cdns: shared, settings: { ratio: 0 } }, log, ['--json'])
  const { targets } = JSON.parse(printed) as Replayed
  expect(targets.map(({ key, there }) => `${key} ${there}`)).toEqual(['c0 1', 'c1 1', 'c2 1'])
})

describe('a line of a log', () => {
  const request = 'GET /?video=x HTTP/1.1'
  const start = `2001:db8::1 - ann [28/Nov/2026:07:00:00 +0000] "${request}"`

  it.each([
    { form: 'the common form', text: `${start} 302 5`, expected: { status: 302, address: '2001:db8::1' } },
    { form: 'the combined form', text: `${start} 302 5 "r" "a \\x22b\\x22"`, expected: { userAgent: 'a "b"' } },
    { form: 'a Location behind it', text: `${start} 302 5 "r" "a" "https://h/p"`, expected: { location: 'https://h/p' } },
    { form: "nginx's main form", text: `${start} 302 5 "r" "a" "192.0.2.7, 10.0.0.1"`, expected: { location: undefined } },
    { form: 'a Location behind that', text: `${start} 302 5 "r" "a" "-" "//h/p"`, expected: { location: '//h/p' } },
    { form: 'a dash', text: `${start} 302 5 "-" "-" "-"`, expected: { userAgent: '', location: undefined } },
    {
      form: 'JSON',
      text: '{"uri":"/go?a=b&video=x","status":"301","remote_addr":"192.0.2.1","sent_http_location":"https://h/","country":"DE"}',
      expected: { target: '/?a=b&video=x', status: 301, address: '192.0.2.1', facts: { ...unknownFacts, country: 'DE' } },
    },
    {
      form: 'JSON of dashes',
      text: '{"uri":"/go","args":"video=x","method":"GET","status":302,"location":"-","user_agent":"-","country":"de"}',
      expected: { target: '/?video=x', location: undefined, userAgent: '', facts: { ...unknownFacts, country: 'DE' } },
    },
    {
      form: 'JSON with a nested request',
      text: '{"request":{"method":"GET","uri":"/go?video=x","remote_ip":"192.0.2.1"},"status":302}',
      expected: { target: '/?video=x', address: '192.0.2.1', status: 302 },
    },
  ])('is read in $form', ({ text, expected }) => expect(readLogLine(text, 7)).toMatchObject({ line: 7, ...expected }))

  it.each([
    { what: 'a POST', text: start.replace('GET', 'POST') + ' 302 5' },
    { what: 'a POST in JSON', text: '{"method":"POST","uri":"/?video=x","status":302}' },
    { what: 'another path', text: '192.0.2.1 - - [d] "GET /x HTTP/1.1" 200 5' },
    { what: 'broken JSON', text: '{"request":' },
    { what: 'a text', text: 'hello' },
    { what: 'nothing', text: '' },
  ])('is none of a redirect: $what', ({ text }) => expect(readLogLine(text, 1)).toBeUndefined())
})

async function run(config: object, log: string, args: readonly string[]) {
  const [file, logFile] = [join(folder, 'config.json'), join(folder, 'access.log')]
  writeFileSync(file, JSON.stringify(config))
  writeFileSync(logFile, log)
  let [printed, complained] = ['', '']
  const terminal = {
    env: {},
    stdin: { async *[Symbol.asyncIterator]() {} },
    print: (text: string) => void (printed += text),
    complain: (text: string) => void (complained += text),
    ask: undefined,
    paint: (_colour: string, text: string) => text,
    columns: () => undefined,
    untilStopped: () => new AbortController().signal,
  }
  const code = await runCommandLine(['simulate', file, '--log', logFile, ...args], {
    terminal,
    clock: systemClock,
    findLocal: async () => undefined,
  })
  return { code, printed, complained }
}
