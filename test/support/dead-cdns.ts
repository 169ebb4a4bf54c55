import { graphql } from './http.ts'
import type { PlayerAnswer } from './paced-players.ts'
import { freePort, type Group } from './process-group.ts'
import { until } from './until.ts'

/** Name of the server that `ORIGIN_CLUSTERS` has by default. */
const originHost = 's1.origin-cluster'

/** Publishes two CDNs that refuse all connections and may both be out, with this budget of the origin, and waits until they are. */
export async function publishDeadCdns(group: Group, maxRequestsPerSecond: number): Promise<void> {
  const check = 'healthCheck: { path: "/live.m3u8", intervalSeconds: 1, timeoutSeconds: 1, fall: 1, internal: true }'
  const [first, second] = [await freePort(), await freePort()]
  await run(
    group,
    `mutation {
      updateSettings(input: { maxEjectedPercent: 100 }) { __typename }
      upsertOriginCluster(input: { key: "origin-cluster", hostSuffix: "origin-cluster",
        maxRequestsPerSecond: ${maxRequestsPerSecond} }) { __typename }
      default: upsertCdn(input: { key: "default", baseUrl: "http://127.0.0.1:${first}", ${check} }) { __typename }
      second: upsertCdn(input: { key: "second", baseUrl: "http://127.0.0.1:${second}", ${check} }) { __typename }
      publish(input: { acknowledgeWarnings: true }) { __typename ... on UserError { code message } }
    }`,
  )
  await untilAllAreOut(group)
}

export async function untilAllAreOut(group: Group): Promise<void> {
  await until('no CDN is healthy', 10_000, async () => {
    const { health } = await run<{ health: { cdns: { health: string }[] } }>(group, '{ health { cdns { health } } }')
    return health.cdns.length === 2 && health.cdns.every((cdn) => cdn.health === 'UNHEALTHY')
  })
}

/** Requests a second that the origin got between two moments. */
export function originRate(answers: readonly PlayerAnswer[], fromMonoMs: number, toMonoMs: number): number {
  const counted = answers.filter(({ host, atMonoMs }) => host === originHost && atMonoMs >= fromMonoMs && atMonoMs < toMonoMs)
  return (counted.length * 1_000) / (toMonoMs - fromMonoMs)
}

async function run<T>({ url, token }: Group, query: string): Promise<T> {
  const { data, errors } = await graphql<T>(url, token, query)
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}
