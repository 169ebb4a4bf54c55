import type { z } from 'zod'
import { objectOf, type Fields } from '../../core/config/fields.ts'
import { listNames, lists, type ListName } from '../../core/config/nouns.ts'

/** An entry as documents have it, with the fields of its declaration. */
export type Entry = Readonly<Record<string, unknown>> & { readonly key: string }

/** A list of the configuration as commands name it. */
export type Noun = Words & {
  readonly list: ListName
  readonly one: string
  readonly many: string
  readonly fields: Fields
  readonly shape: z.ZodType<Entry>
  /** Name of an entry in the API's answers. */
  readonly field: string
}

type Words = {
  /** First word of the commands. */
  readonly word: string
  /** Name in the API's mutations and types: `upsertCdn`, `CdnInput`. */
  readonly type: string
  /** Arguments of examples that make an entry and change it. */
  readonly example: { readonly key: string; readonly set: string; readonly change: string }
}

const words: Readonly<Record<ListName, Words>> = {
  cdns: {
    word: 'cdn',
    type: 'Cdn',
    example: {
      key: 'second',
      set: "--base-url https://second.example.com --url-template '{scheme}://{base}/vod{path}{query}'",
      change: `--weight 3 --health-check '{"path":"/live/check.m3u8","expectStatus":[200]}'`,
    },
  },
  originClusters: {
    word: 'cluster',
    type: 'OriginCluster',
    example: {
      key: 'eu',
      set: '--host-suffix eu.example.com --ports 8080,8443',
      change: '--schemes https --max-requests-per-second 500 --max-share 0.2',
    },
  },
  pools: {
    word: 'pool',
    type: 'Pool',
    example: { key: 'live', set: '--members default:3,second', change: '--policy failover --members default:1:0,second:1:1' },
  },
  rules: {
    word: 'rule',
    type: 'Rule',
    example: {
      key: 'live-first',
      set: `--position 100 --pool live --match '{"pathPrefixes":["/live/"]}'`,
      change: `--match '{"countries":["DE","AT"],"userAgents":["AppleTV"]}'`,
    },
  },
  zones: {
    word: 'zone',
    type: 'Zone',
    example: { key: 'office', set: '--cidrs 192.0.2.0/24,2001:db8::/32', change: "--name 'Head office'" },
  },
  expectations: {
    word: 'expectation',
    type: 'Expectation',
    example: {
      key: 'swiss-never-second',
      set: `--when '{"countries":["CH"]}' --never second`,
      change: '--cdn default --at-least-percent 20 --at-most-percent 60',
    },
  },
}

export const nouns: readonly Noun[] = listNames.map((list) => {
  const { fields, one, many } = lists[list]
  const { type } = words[list]
  const shape = objectOf(fields) as unknown as z.ZodType<Entry> // each list's entries have a key
  return { ...words[list], list, one, many, fields, shape, field: `${type[0]?.toLowerCase()}${type.slice(1)}` }
})
