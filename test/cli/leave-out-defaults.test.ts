import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readDocument } from '../../src/cli/config/documents.ts'
import { formats } from '../../src/cli/config/document-format.ts'
import { formatDocument } from '../../src/cli/config/document-text.ts'
import { leaveOutDefaults } from '../../src/cli/config/leave-out-defaults.ts'
import { openTerminal } from '../../src/cli/terminal.ts'
import { MAX_CDNS, MAX_MEMBERS, MAX_POOLS } from '../../src/core/config/bounds.ts'
import { checkDocument } from '../../src/core/config/check-document.ts'
import { NEWEST_FORMAT_VERSION } from '../../src/core/config/revision.ts'
import { configWith } from '../support/config.ts'
import { config, holds } from '../core/arbitraries.ts'

it('leaves out nothing that would not come back', () => {
  holds(
    fc.property(config, (whole) => {
      expect(checkDocument(leaveOutDefaults(whole)).config).toEqual(checkDocument(whole).config)
    }),
  )
})

it('names what is not at its default', () => {
  const cdns = [{ key: 'a', weight: 0 }, { key: 'b', name: 'B', enabled: false }, { key: 'c' }]
  const pools = [{ key: 'p', members: [{ cdn: 'a', weight: 1, priority: 2 }, { cdn: 'b', weight: 3, priority: 0 }] }] // prettier-ignore
  expect(leaveOutDefaults(configWith({ cdns, pools }))).toMatchObject({
    cdns: [
      { key: 'a', baseUrl: 'a.cdn.example.com', weight: 0 },
      { key: 'b', baseUrl: 'b.cdn.example.com', name: 'B', enabled: false },
      { key: 'c', baseUrl: 'c.cdn.example.com' },
    ],
    pools: [{ key: 'p', members: [{ cdn: 'a', priority: 2 }, { cdn: 'b', weight: 3 }] }], // prettier-ignore
  })
})

it.each(formats)(
  'the most CDNs, pools and members that there may be are read as %s, and fit the body of a request',
  async (format) => {
    const cdns = Array.from({ length: MAX_CDNS }, (_, index) => ({
      key: keyOf(index),
      name: keyOf(index),
      baseUrl: `https://${keyOf(index)}.example.com/vod`,
    }))
    const members = (pool: number) =>
      Array.from({ length: MAX_MEMBERS / MAX_POOLS }, (_, index) => ({ cdn: keyOf(pool * 9 + index), weight: 3, priority: 0 }))
    const pools = Array.from({ length: MAX_POOLS }, (_, pool) => ({ key: `p${pool}`, members: members(pool) }))
    const exported = { formatVersion: NEWEST_FORMAT_VERSION, ...configWith({ cdns, pools }) }
    const { env, stdout, stderr } = process
    const stdin = Readable.from([Buffer.from(formatDocument(exported, format))])
    const terminal = { ...openTerminal({ env, stdin: process.stdin, stdout, stderr, on: () => undefined }), stdin }
    const document = await readDocument(terminal, '-', format)
    expect(document).toEqual(exported)
    expect(JSON.stringify(document).length).toBeGreaterThan(524_288)
    expect(JSON.stringify(leaveOutDefaults(document)).length).toBeLessThan(400_000)
  },
)

function keyOf(index: number): string {
  return `cdn-${String(index).padStart(4, '0')}`
}
