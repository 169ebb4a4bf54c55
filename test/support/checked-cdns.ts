import { graphql } from './http.ts'
import type { Group } from './process-group.ts'
import { until } from './until.ts'

/** A CDN as a test publishes it: the base URL, and what its check has beside `checkFields`. */
export type CheckedHere = { readonly url: string; readonly check?: string; readonly weight?: number }

const checkFields = 'path: "/live.m3u8", intervalSeconds: 1, timeoutSeconds: 1, internal: true'
const defaultCheck = 'fall: 2, rise: 2, slowStartSeconds: 0'

/** Runs an operation; throws the errors of its answer. */
export async function runOn<T = Record<string, unknown>>({ url, token }: Group, query: string): Promise<T> {
  const { data, errors } = await graphql<T>(url, token, query)
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

/** Publishes these CDNs and waits until all are judged healthy. */
export async function publishCheckedCdns(group: Group, cdns: Readonly<Record<string, CheckedHere>>): Promise<void> {
  await publishCdns(group, cdns)
  await untilHealth(group, Object.fromEntries(Object.keys(cdns).map((key) => [key, 'HEALTHY'])))
}

/** Publishes these CDNs, each checked every second. One is `default`, which is there already. */
export async function publishCdns(group: Group, cdns: Readonly<Record<string, CheckedHere>>): Promise<void> {
  const upserts = Object.entries(cdns).map(
    ([key, { url, check = defaultCheck, weight = 1 }], index) =>
      `c${index}: upsertCdn(input: { key: "${key}", baseUrl: "${url}", weight: ${weight}, healthCheck: { ${checkFields}, ${check} } })
        { __typename ... on UserError { code message } }`,
  )
  const data = await runOn(
    group,
    `mutation { updateSettings(input: { ratio: 0, maxEjectedPercent: 100 }) { __typename } ${upserts.join('\n')}
      publish(input: { acknowledgeWarnings: true }) { __typename ... on UserError { code message } } }`,
  )
  const refused = Object.values(data).find((one) => !JSON.stringify(one).includes('Success'))
  if (refused !== undefined) throw new Error(JSON.stringify(refused))
}

async function healthsOf(group: Group): Promise<Readonly<Record<string, string>>> {
  const { health } = await runOn<{ health: { cdns: { key: string; health: string }[] } }>(
    group,
    '{ health { cdns { key health } } }',
  )
  return Object.fromEntries(health.cdns.map((cdn) => [cdn.key, cdn.health]))
}

/** Waits until the CDNs have this health, as this node tells. */
export async function untilHealth(group: Group, wanted: Readonly<Record<string, string>>, withinMs = 10_000): Promise<number> {
  return until(`health is ${JSON.stringify(wanted)}`, withinMs, async () => {
    const told = await healthsOf(group)
    return Object.entries(wanted).every(([key, health]) => told[key] === health)
  })
}
