import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { runOn } from '../support/checked-cdns.ts'
import { countriesOf, makeGeoDatabases, type GeoDatabases } from '../support/geo-databases.ts'
import { ask, type Ask, type Answer } from '../support/http.ts'
import { startPacedPlayers } from '../support/paced-players.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// Rules by country on a whole group, whose peer 127.0.0.1 is a trusted proxy and 127.0.0.2 is not.

const here = '127.0.0.0/8'
const elsewhere = '127.0.0.2'

let files: GeoDatabases
let group: Group

beforeAll(async () => {
  files = await makeGeoDatabases()
  await writeCountries('DE')
  group = await startGroup({
    env: {
      WORKERS: '2',
      RATIO: '0',
      TRUSTED_PROXIES: '127.0.0.1',
      GEO_DATABASE: files.countryFile,
      GEO_HEADERS: 'country:X-Country',
    },
  })
  const cdns = ['de', 'fr'].map(
    (key) => `${key}: upsertCdn(input: { key: "${key}", baseUrl: "${key}.example.com", weight: 0 }) { __typename }`,
  )
  const rules = ['de', 'fr'].map(
    (key, index) => `
      p${key}: upsertPool(input: { key: "${key}", members: [{ cdn: "${key}", weight: 1 }] }) { __typename }
      r${key}: upsertRule(input: { key: "${key}", pool: "${key}", position: ${index + 1}, match: { countries: ["${key.toUpperCase()}"] } }) { __typename }`,
  )
  const told = await runOn(
    group,
    `mutation { ${cdns.join('\n')} ${rules.join('\n')} publish(input: { acknowledgeWarnings: true }) { __typename ... on UserError { code message } } }`,
  )
  const refused = Object.values(told).filter((one) => !JSON.stringify(one).includes('Success'))
  if (refused.length > 0) throw new Error(JSON.stringify(refused))
})

afterAll(async () => {
  await group.destroy()
  await files.remove()
})

/** A whole new file, moved over the old one. */
async function writeCountries(code: string): Promise<void> {
  const networks = countriesOf({ [here]: code, '192.0.2.0/24': 'DE', '198.51.100.0/24': 'US' })
  await files.write(`${files.countryFile}.new`, { networks, builtAtEpochMs: Date.now() })
  await rename(`${files.countryFile}.new`, files.countryFile)
}

async function hostFor(how: Ask): Promise<string> {
  const { headers } = await ask(`${group.url}${video}`, how)
  return new URL(headers.location ?? 'http://none').host
}

it('knows a country from the first redirect on, and believes a header of the proxy alone', async () => {
  const behind = (client: string, more: object = {}): Ask => ({ headers: { 'X-Forwarded-For': client, ...more } })
  expect(await hostFor({})).toBe('de.example.com')
  expect(await hostFor(behind('192.0.2.1'))).toBe('de.example.com')
  expect(await hostFor(behind('198.51.100.1'))).toBe('cdn.example.com')
  expect(await hostFor(behind('198.51.100.1', { 'X-Country': 'FR' }))).toBe('fr.example.com')
  expect(await hostFor(behind('192.0.2.1', { 'X-Country': 'T1' }))).toBe('de.example.com')
})

describe('a header of somebody else', () => {
  const spoofed = { 'X-Country': 'FR', 'X-Forwarded-For': '198.51.100.1', 'CF-IPCountry': 'FR' }

  it.each([
    { method: 'GET', path: video },
    { method: 'HEAD', path: video },
    { method: 'OPTIONS', path: '/' },
    { method: 'GET', path: '/health/live' },
    { method: 'GET', path: '/health/ready' },
    { method: 'GET', path: '/health' },
    { method: 'GET', path: '/metrics' },
    { method: 'GET', path: '/config' },
    { method: 'GET', path: '/nothing' },
    { method: 'POST', path: '/graphql', body: '{"query":"{ revisions(first: 1) { nodes { number } } settings { ratio } }"}' },
  ])('changes nothing of $method $path', async ({ method, path, body }) => {
    const json = body === undefined ? {} : { body }
    const plain = {
      'Content-Type': 'application/json',
      ...(body === undefined ? {} : { Authorization: `Bearer ${group.token}` }),
    }
    const asked = (headers: Readonly<Record<string, string>>) =>
      ask(`${group.url}${path}`, { method, headers, localAddress: elsewhere, ...json })
    expect(alike(await asked({ ...plain, ...spoofed }))).toEqual(alike(await asked(plain)))
  })

  /** What may differ between two answers: the time, and the name of a request. */
  function alike({ status, headers: { date: _date, 'x-request-id': _id, ...headers }, body }: Answer): unknown {
    return { status, headers, body: body.replace(/"requestId":"[^"]*"/, '') }
  }
})

it('loses no redirect while its database is replaced, cut and removed, and tells so once', async () => {
  const players = startPacedPlayers([`${group.url}${video}`], 60)
  const told = (line: string): number => group.stderr().split(line).length - 1
  const goTo = (host: string) =>
    until(
      `redirects to ${host}`,
      10_000,
      () => players.answers.length > 10 && players.answers.slice(-10).every((answer) => answer.host === host),
    )
  await goTo('de.example.com')

  await writeCountries('FR')
  await goTo('fr.example.com')

  await writeFile(files.countryFile, (await readFile(files.countryFile)).subarray(0, 200))
  await goTo('cdn.example.com')
  await until('health tells', 5_000, async () => (await geo()).status === 'DEGRADED')
  expect((await geo()).message).toContain(`the country database ${files.countryFile} cannot be used`)
  await rm(files.countryFile)
  await until('health tells', 10_000, async () => (await geo()).message.includes('is missing'))
  expect(told('what it would tell of clients is unknown')).toBe(1)

  await writeCountries('DE')
  await goTo('de.example.com')
  await until('health is well', 5_000, async () => (await geo()).status === 'OK')
  expect(told('can be used again')).toBe(1)
  expect(told('what it would tell of clients is unknown')).toBe(1)
  await players.stop()
  expect(players.answers.filter(({ status }) => status !== 302)).toEqual([])
})

async function geo(): Promise<{ readonly status: string; readonly message: string }> {
  const { body } = await ask(`${group.url}/health`, { headers: { Authorization: `Bearer ${group.token}` } })
  const { dependencies } = JSON.parse(body) as { dependencies: { name: string; status: string; message: string }[] }
  return dependencies.find(({ name }) => name === 'geo') ?? { status: 'none', message: '' }
}
