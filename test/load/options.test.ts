import { describe, expect, it } from 'vitest'
import { readOptions } from './options.ts'
import { scenarios } from './scenarios.ts'

const token = { SLUICE_TOKEN: 'token' }
const read = (line: string, env: NodeJS.ProcessEnv = {}) => readOptions(line.split(' ').filter(Boolean), env)

describe('the options of a load', () => {
  it.each(Object.keys(scenarios))('%s is what its scenario says unless told', (name) => {
    expect(read(name)).toMatchObject({
      plan: { ...scenarios[name], name, maxErrors: 0 },
      group: { kind: 'OWN', workers: 1 },
      reportPath: `load-report-${name}.html`,
    })
  })

  it('take the place of the scenario', () => {
    const line = 'mixed --minutes 2 --rate 50 --dashboards 0 --max-p99-ms 5 --max-p99-ms publish=70 --max-errors 3 --workers 2'
    expect(read(line)).toMatchObject({
      plan: {
        seconds: 120,
        load: { redirectsPerSecond: 50, dashboards: 0, publishesPerSecond: 2 },
        maxP99Ms: { redirect: 5, publish: 70, override: 2_000 },
        maxErrors: 3,
      },
      group: { workers: 2 },
    })
  })

  it('name a group that runs', () => {
    expect(read('mixed --url http://[::1]:8000/ --admin-url https://admin.example.com --allow-changes', token)).toMatchObject({
      group: { kind: 'RUNNING', url: 'http://[::1]:8000', adminUrl: 'https://admin.example.com', token: 'token' },
    })
  })

  it.each([
    ['', 'allowed is one of redirect, publish-storm, dashboards, mixed, soak'],
    ['toString', 'received "toString"'],
    ['mixed soak', 'received "mixed soak"'],
    ['mixed --speed 3', "Unknown option '--speed'"],
    ['mixed --rate ten', '--rate: received "ten", allowed is 0 to 50000'],
    ['mixed --seconds 0', '--seconds: received "0", allowed is 1 to 86400'],
    ['mixed --seconds 5 --minutes 1', '--seconds and --minutes: give one'],
    ['mixed --max-p99-ms pulish=5', 'allowed kinds are redirect, publish'],
    ['mixed --max-p99-ms publish=', '--max-p99-ms: received ""'],
    ['mixed --allow-changes', '--allow-changes goes with --url'],
    ['redirect --url ftp://a', '--url: received "ftp://a", allowed is http:// or https://'],
    ['redirect --url http://a --workers 2', '--workers is for a group that this starts'],
    ['mixed --url http://a', 'add --allow-changes'],
    ['redirect --url http://a --token-file /nowhere', '/nowhere'],
  ])('%j are refused: %s', (line, refusal) => {
    expect(read(line, token)).toMatchObject({ refusal: expect.stringContaining(refusal) as string })
  })

  it('need a token for a group that runs', () => {
    expect(read('redirect --url http://a')).toEqual({ refusal: '--url needs --token-file, or SLUICE_TOKEN' })
  })

  it.each(['--help', ...Object.keys(scenarios).map((name) => `${name} --help`)])('have a text for %s', (line) => {
    expect(read(line)).toMatchObject({ help: expect.stringMatching(/^Usage: npm run load -- /) as string })
  })
})
