import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { countChanges, formatChanges, type Change } from '../../src/cli/config/changes.ts'
import { formatDiscarded } from '../../src/cli/config/discarded.ts'
import { describeIssues, findRepeatedKeys } from '../../src/cli/config/find-faults.ts'
import { formatFindings } from '../../src/cli/config/findings.ts'
import { onOneLine, openTerminal, type Paint } from '../../src/cli/terminal.ts'
import { readEdit } from '../../src/cli/entry/field-options.ts'
import { cdnFields } from '../../src/core/config/cdn.ts'
import { configDocument } from '../../src/core/config/document.ts'
import { NEWEST_FORMAT_VERSION } from '../../src/core/config/revision.ts'

const plain: Paint = (_colour, text) => text
const named: Paint = (colour, text) => `<${colour}>${text}</>`

const changes: readonly Change[] = [
  { path: 'cdns.a', kind: 'REMOVED', before: { key: 'a', weight: 1, baseUrl: 'a' }, after: null },
  { path: 'cdns.b', kind: 'ADDED', before: null, after: { key: 'b', weight: 2, baseUrl: 'b' } },
  { path: 'cdns.c.name', kind: 'CHANGED', before: 'C', after: 'See\u202e\n' },
  { path: 'cdns.c.weight', kind: 'CHANGED', before: 1, after: 0 },
  { path: 'settings.rateLimit', kind: 'CHANGED', before: null, after: { global: { burst: 2, perSecond: 1 } } },
  { path: 'settings.ratio', kind: 'CHANGED', before: 10, after: 5 },
]

describe('changes', () => {
  it('stand under the object that they are of', () => {
    expect(formatChanges(changes, plain)).toBe(`- cdns.a
    - baseUrl: "a"
    - weight: 1
+ cdns.b
    + baseUrl: "b"
    + weight: 2
~ cdns.c
    ~ name: "C" → "See?\\n"
    ~ weight: 1 → 0
~ settings
    ~ rateLimit: null → {"global":{"burst":2,"perSecond":1}}
    ~ ratio: 10 → 5
`)
  })

  it('are counted by objects', () => {
    expect(countChanges(changes)).toBe('1 added, 1 removed, 2 changed')
    expect(countChanges([])).toBeUndefined()
  })

  it('have a colour each', () => {
    const lines = formatChanges(changes, named).trimEnd().split('\n')
    const colours = { '-': 'red', '+': 'green', '~': 'yellow' } as const
    expect(lines.map((line) => /^ *<(\w+)>[-+~] .*<\/>$/.exec(line)?.[1])).toEqual(
      formatChanges(changes, plain)
        .trimEnd()
        .split('\n')
        .map((line) => colours[line.trim().charAt(0) as keyof typeof colours]),
    )
  })
})

describe('edits that are thrown away', () => {
  const edit = { path: 'settings.ratio', kind: 'CHANGED', before: 10, after: 20, author: 'ann' } as const

  it('are told with their authors', () => {
    const added = { path: 'cdns.b', kind: 'ADDED', before: null, after: { key: 'b' }, author: null } as const
    expect(formatDiscarded('Throws away', [edit, added])).toBe(
      'Throws away pending edits:\n    settings.ratio 10 → 20 by ann\n    cdns.b added by an unknown editor\n',
    )
    expect(formatDiscarded('Threw away', [])).toBe('')
  })

  it('are counted where there are more than 20', () => {
    const lines = formatDiscarded(
      'Threw away',
      Array.from({ length: 1_000 }, () => edit),
    ).split('\n')
    expect([lines.length, lines.at(-2)]).toEqual([23, '    and 980 more'])
  })
})

it('findings name code, path, message and remedy, errors first', () => {
  const warning = { severity: 'WARNING', code: 'NO_CDN', path: 'cdns', message: 'no CDN', remedy: 'add one' } as const
  const error = { severity: 'ERROR', code: 'ZERO_WEIGHT', path: 'cdns', message: 'all 0', remedy: '' } as const
  expect(formatFindings([warning, error], plain)).toBe(
    'error ZERO_WEIGHT cdns\n    all 0\nwarning NO_CDN cdns\n    no CDN; add one\n',
  )
})

it('faults are told all at once, by keys and not by places', () => {
  const value = {
    formatVersion: 0,
    speed: 1,
    cdns: [{ key: 'b', baseUrl: 'b', weigth: 1, weight: -1 }, { key: 'B', baseUrl: 'b' }, 5],
    originClusters: [{ key: 'o', hostSuffix: 'o', ports: [1, 0] }],
    settings: { ratio: 'x'.repeat(100) },
  }
  expect(describeIssues(value, configDocument.safeParse(value).error?.issues ?? []).toSorted()).toEqual([
    'cdns.B.key: received "B", allowed is 1 to 32 of a–z, 0–9 and "-", a letter first',
    'cdns.b.weight: received -1, allowed is an integer from 0 to 1000',
    'cdns.b.weigth: unknown field, allowed are key, name, baseUrl, weight, enabled, healthCheck, excludeCountries, excludeZones, excludeUnknown, urlTemplate, httpsOnly, signing, capacity, loadUrl, loadInternal; did you mean weight?',
    'cdns[2]: received 5, allowed is an object',
    `formatVersion: received 0, allowed is an integer from 1 to ${NEWEST_FORMAT_VERSION}`,
    'originClusters.o.ports[1]: received 0, allowed is an integer from 1 to 65535',
    `settings.ratio: received "${'x'.repeat(62)}…, allowed is an integer from 0 to 1000000`,
    'speed: unknown field, allowed are $schema, formatVersion, cdns, originClusters, pools, rules, zones, expectations, settings',
  ])
})

it.each([{ form: 'EDGE_AUTH', secret: 'deadbeef' }, 'deadbeef'])(
  'a secret in place of its reference is not told: %j',
  (signing) => {
    const value = { formatVersion: NEWEST_FORMAT_VERSION, cdns: [{ key: 'a', baseUrl: 'a.example.com', signing }] }
    const faults = describeIssues(value, configDocument.safeParse(value).error?.issues ?? []).join('\n')
    expect(faults).toMatch(/^cdns\.a\.signing(?:\.secret)?: allowed is /m)
    expect(faults).not.toContain('deadbeef')
  },
)

it('an option whose JSON is broken is told, but never one that may hold a secret', () => {
  const told = (option: string) => {
    try {
      return readEdit(cdnFields, { [option]: '{"secret":"deadbeef"' })
    } catch (error) {
      return String(error)
    }
  }
  expect(told('health-check')).toMatch(/--health-check: received .*deadbeef.*, allowed is JSON such as /)
  expect(told('signing')).toMatch(/--signing: allowed is JSON such as /)
  expect(told('signing')).not.toContain('deadbeef')
})

it.each([undefined, null, 5, 'x', []])('a document that is %j is told what it should be', (value) => {
  const issues = configDocument.safeParse(value).error?.issues ?? []
  expect(describeIssues(value, issues)).toEqual([expect.stringMatching(/^the document: received .*, allowed is an object$/)])
})

it('a key that is there twice in its list is one fault, however often', () => {
  const entry = (key: string): object => ({ key })
  expect(findRepeatedKeys({ cdns: [entry('a'), entry('b'), entry('a'), entry('a')], originClusters: [entry('a')] })).toEqual([
    'cdns.a: received 3 entries with this key, allowed is one',
  ])
})

it('text from elsewhere stays on its line and moves nothing', () => {
  expect(onOneLine('a\r\nb\u001b[2J\u0007\u202ec\u2028é😀')).toBe('a / b?[2J??c?é😀')
})

describe('a terminal', () => {
  it.each([
    { isTTY: true, env: {}, coloured: true },
    { isTTY: true, env: { NO_COLOR: '' }, coloured: true },
    { isTTY: true, env: { NO_COLOR: '1' }, coloured: false },
    { isTTY: false, env: {}, coloured: false },
  ])('$isTTY, $env: coloured $coloured', ({ isTTY, env, coloured }) => {
    expect(open({ isTTY, env }).terminal.paint('red', 'x')).toBe(coloured ? '\u001b[31mx\u001b[39m' : 'x')
  })

  it.each([
    { answer: 'y\n', agreed: true },
    { answer: ' YES \n', agreed: true },
    { answer: '\n', agreed: false },
    { answer: 'yeah\n', agreed: false },
    { answer: 'n\ny\n', agreed: false },
  ])('takes $answer for $agreed', async ({ answer, agreed }) => {
    const { terminal, stdin, stderr } = open({ isTTY: true })
    const asked = terminal.ask?.('Publish this?')
    stdin.write(answer)
    expect(await asked).toBe(agreed)
    expect(String(stderr.read())).toContain('Publish this? [y/N] ')
  })

  it('takes the end of the input for no', async () => {
    const { terminal, stdin, stderr } = open({ isTTY: true })
    const asked = terminal.ask?.('Publish this?')
    await once(stderr, 'readable')
    stdin.end()
    expect(await asked).toBe(false)
  })

  it('asks nobody where nobody sits', () => {
    expect(open({ isTTY: false }).terminal.ask).toBeUndefined()
  })
})

function open({ isTTY, env = {} }: { isTTY: boolean; env?: Record<string, string> }) {
  const stream = (): PassThrough => Object.assign(new PassThrough(), { isTTY })
  const [stdin, stdout, stderr] = [stream(), stream(), stream()] as const
  const streams = { stdin, stdout, stderr } as unknown as Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>
  return { terminal: openTerminal({ env, ...streams, on: () => undefined }), stdin, stderr }
}
