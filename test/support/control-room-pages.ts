import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { FakeCdn } from './fake-cdn.ts'
import { graphql } from './http.ts'
import type { Group } from './process-group.ts'

/** Each page of a filled control room: its name, its path, and a text that stands there once it is drawn. */
export const pages = [
  ['now', '', 'worker-2'],
  ['cdns', '/cdns', 'Origin clusters'],
  ['routing', '/routing', 'live-video'],
  ['config', '/config', 'default'],
  ['form', '/config/cdns/alpha', 'baseUrl'],
  ['publish', '/publish', 'cdns.alpha.weight'],
  ['history', '/history', 'two CDNs more'],
  ['try', '/try', 'Try'],
  ['access', '/access', 'exporter'],
  ['audit', '/audit', 'attempts in all'],
] as const

/** Goes on without a new load, so that the session stays. */
export async function goTo(page: Page, path: string, text: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', `/admin${to}`), path)
  await page.waitForFunction((awaited) => {
    const drawn = document.getElementById('page')
    return drawn?.innerText.includes(awaited) === true && drawn.querySelector('[aria-label="loading"]') === null
  }, text)
}

/** Two CDNs more, a pool and a rule live; an edit pending; a token; players. */
export async function fill(group: Group, cdn: FakeCdn): Promise<void> {
  const check = '{ path: "/v/x.m3u8", intervalSeconds: 1, timeoutSeconds: 1, internal: true, slowStartSeconds: 0 }'
  await change(
    group,
    `upsertCdn(input: { key: "alpha", baseUrl: "${cdn.url}", weight: 3, healthCheck: ${check}, capacity: { requestsPerSecond: 200 } })`,
    'upsertCdn(input: { key: "beta", baseUrl: "https://beta.example.com", weight: 2 })',
    'upsertPool(input: { key: "live", policy: HASH_PATH, members: [{ cdn: "alpha" }, { cdn: "beta" }], fallbacks: [] })',
    'upsertRule(input: { key: "live-video", position: 1, pool: "live", match: { pathPrefixes: ["/live/"] } })',
    'publish(input: { message: "two CDNs more, live video by its folder" })',
    'upsertCdn(input: { key: "alpha", weight: 5 })',
    'createApiToken(input: { name: "exporter", roles: [OPERATOR], expiresInDays: 30 })',
  )
  for (let sent = 0; sent < 400; sent += 1)
    await fetch(`${group.url}/?video=http://s1.origin-cluster/${sent % 3 === 0 ? 'live' : 'v'}/${sent % 40}/x.m3u8`, {
      redirect: 'manual',
    })
}

/** Mutations of somebody else, which have to succeed. */
export async function change(group: Group, ...fields: readonly string[]): Promise<void> {
  const asked = fields.map((field, index) => `m${index}: ${field} { __typename ... on UserError { code message field } }`)
  const query = `mutation { ${asked.join(' ')} }`
  const { data, errors } = await graphql<Record<string, { code?: string }>>(group.url, group.token, query)
  expect([errors, Object.values(data ?? {}).filter(({ code }) => code !== undefined)]).toEqual([undefined, []])
}
