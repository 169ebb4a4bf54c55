import type { z } from 'zod'
import { objectOf, type Fields } from '../../core/config/fields.ts'
import { lists, type ListName } from '../../core/config/nouns.ts'

/** An entry as documents have it, with the fields of its declaration. */
export type Entry = Readonly<Record<string, unknown>> & { readonly key: string }

/** A list of the configuration as commands name it. */
export type Noun = {
  readonly word: string
  readonly list: ListName
  readonly one: string
  readonly many: string
  readonly fields: Fields
  /** Name in the API's mutations and types: `upsertCdn`, `CdnInput`. */
  readonly type: string
  /** The entry in the API's answers. */
  readonly field: string
  readonly shape: z.ZodType<Entry>
  /** Arguments of an example that makes an entry. */
  readonly example: { readonly key: string; readonly set: string; readonly change: string }
}

export const nouns: readonly Noun[] = [
  nounOf('cdn', 'cdns', 'Cdn', {
    key: 'second',
    set: "--base-url https://second.example.com/vod --name 'Second CDN'",
    change: '--weight 3',
  }),
  nounOf('cluster', 'originClusters', 'OriginCluster', {
    key: 'eu',
    set: '--host-suffix eu.example.com --ports 8080,8443',
    change: '--schemes https',
  }),
]

function nounOf(word: string, list: ListName, type: string, example: Noun['example']): Noun {
  const { fields, one, many } = lists[list]
  const shape = objectOf(fields) as unknown as z.ZodType<Entry> // each list's entries have a key
  return { word, list, one, many, fields, type, field: `${type[0]?.toLowerCase()}${type.slice(1)}`, shape, example }
}
