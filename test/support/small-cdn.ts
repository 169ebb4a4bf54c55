import { graphql } from './http.ts'
import type { PlayerAnswer } from './paced-players.ts'
import type { Group } from './process-group.ts'

/** Requests a second of all players together. */
export const PLAYERS = 300

/** CDNs of the fleet; in turns each gets a tenth of all requests. */
export const cdns = Array.from({ length: 10 }, (_, index) => `c${index}`)

/** Capacity of the small one: a third of its tenth. */
export const CAPACITY = PLAYERS / cdns.length / 3

/** Count of single requests by which a second may be off: each worker counts its own turns. */
const CHANCE = 2

export const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

/** Publishes the fleet in which `small` has a capacity, and no other one. */
export async function publishOneSmall(group: Group, small: string): Promise<void> {
  const capacity = (key: string): string => (key === small ? `{ requestsPerSecond: ${CAPACITY}, softPercent: 60 }` : 'null')
  const upserts = cdns.map(
    (key) =>
      `${key}: upsertCdn(input: { key: "${key}", baseUrl: "${key}.example.com", capacity: ${capacity(key)} }) { __typename }`,
  )
  const made = await run<{ readonly publish: object }>(
    group,
    `mutation { ${upserts.join('\n')} deleteCdn(key: "default") { __typename }
      publish(input: { acknowledgeWarnings: true }) { __typename ... on UserError { code message } } }`,
  )
  if (JSON.stringify(made.publish) !== '{"__typename":"PublishSuccess"}') throw new Error(JSON.stringify(made.publish))
}

type ToldLoad = { readonly keepPercent: number }

/** Load of a CDN, as a node tells it. */
export async function loadOf(group: Group, small: string): Promise<ToldLoad | undefined> {
  const { liveRevision } = await run<{
    readonly liveRevision: {
      readonly config: { readonly cdns: readonly { readonly key: string; readonly load: ToldLoad | null }[] }
    }
  }>(group, '{ liveRevision { config { cdns { key load { keepPercent } } } } }')
  return liveRevision.config.cdns.find(({ key }) => key === small)?.load ?? undefined
}

/** Answers in a second: those that lead to the small CDN, and all. */
export type Second = { readonly small: number; readonly all: number }

/** Whole seconds from the first one in which the players were there; the machine may be busy at first. */
export function secondsOf(
  answers: readonly PlayerAnswer[],
  small: string,
  perSecond: number,
  seconds: number,
): readonly Second[] {
  const startMonoMs = answers[0]?.atMonoMs ?? 0
  const bySecond = Array.from({ length: seconds }, () => ({ small: 0, all: 0 }))
  for (const { atMonoMs, host } of answers) {
    const second = bySecond[Math.floor((atMonoMs - startMonoMs) / 1_000)]
    if (second === undefined) continue
    second.all += 1
    if (host === `${small}.example.com`) second.small += 1
  }
  return bySecond.slice(
    Math.max(
      0,
      bySecond.findIndex(({ all }) => all > 0.8 * perSecond),
    ),
  )
}

/** Seconds with more for the small CDN than so many; one in which players catch up may have more of everything. */
export function secondsAbove(seconds: readonly Second[], bound: number, perSecond: number): readonly Second[] {
  return seconds.filter(({ small, all }) => small > (bound + CHANCE) * Math.max(1, all / perSecond))
}

async function run<T>({ url, token }: Group, query: string): Promise<T> {
  const { data, errors } = await graphql<T>(url, token, query)
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}
