import { describe, expect, it } from 'vitest'
import { formatBars } from '../../src/cli/watch.ts'
import type { Traffic } from '../../src/cli/traffic.ts'

const trafficOf = (cdns: readonly number[], origin: number): Traffic => {
  const cdn = cdns.reduce((sum, requests) => sum + requests, 0)
  const byCdn = cdns.map((requests, index) => ({
    key: `cdn-${index}`,
    requests,
    share: requests / cdn,
    wantedShare: 1 / cdns.length,
  }))
  return { windowSeconds: 5, requests: origin + cdn + 1, origin, cdn, refused: 1, byCdn }
}

describe('bars at a terminal', () => {
  it('are as long as their part of all redirects', () => {
    expect(formatBars(trafficOf([60, 30], 10), 100)).toBe(`101 requests in 5 s, 1 refused
origin █████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  10.0 %      10
cdn-0  ██████████████████████████████░░░░░░░░░░░░░░░░░░░░  60.0 %      60  of CDNs wanted 50.0 %
cdn-1  ███████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  30.0 %      30  of CDNs wanted 50.0 %
`)
  })

  it('tell no wanted part where that goes by the place of clients', () => {
    const traffic = trafficOf([60, 30], 10)
    const [first, ...others] = traffic.byCdn
    const byCdn = first === undefined ? [] : [{ ...first, wantedShare: null }, ...others]
    const told = formatBars({ ...traffic, byCdn }, 100).split('\n')
    expect(told[2]).toMatch(/^cdn-0 .* 60\.0 % +60$/)
    expect(told[3]).toMatch(/of CDNs wanted 50\.0 %$/)
  })

  it.each([10, 40, 80, 500])('fit a terminal of %i columns', (columns) => {
    const lines = formatBars(trafficOf([900_000, 1], 5), columns).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns)
  })

  it('fit a screen: of many CDNs those with the largest parts are shown, in the order of their keys', () => {
    const lines = formatBars(
      trafficOf(
        Array.from({ length: 1_000 }, (_, index) => index),
        1_000,
      ),
      80,
    )
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(22)
    expect(lines[2]).toMatch(/^cdn-981 /)
    expect(lines.at(-1)).toBe('and 981 more')
  })

  it('are empty without traffic', () => {
    expect(formatBars(trafficOf([0], 0), 80)).toMatch(/origin ░+ +0\.0 % +0\ncdn-0 {2}░+ +0\.0 % +0/)
  })
})
