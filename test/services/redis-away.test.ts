import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { healthOf, location, put } from '../support/admin.ts'
import { ask } from '../support/http.ts'
import { freePort, startGroup, type Group } from '../support/process-group.ts'
import { openRedisServer, redisPassword, type RedisServer } from '../support/redis-server.ts'
import { asNobody } from '../support/server-process.ts'
import { until } from '../support/until.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await openRedisServer()
})
afterAll(() => redis.remove())

let group: Group | undefined
afterEach(() => group?.destroy())

type Told = { readonly dependencies: readonly { readonly name: string }[] }

async function dependenciesOf({ url, token }: Group): Promise<Told['dependencies']> {
  const { body } = await ask(`${url}/health`, { headers: { authorization: `Bearer ${token}` } })
  return (JSON.parse(body) as Told).dependencies
}

/** What it told people about Redis. */
const linesAbout = (of: Group): readonly string[] =>
  of
    .stderr()
    .split('\n')
    .filter((line) => line.includes('Redis'))

describe('a Redis', () => {
  it.each([
    { what: 'that is killed', go: () => redis.kill(), comeBack: () => redis.start() },
    { what: 'that hangs', go: () => redis.pause(), comeBack: () => redis.resume() },
  ])(
    '$what refuses no change and delays none on this node; it is said once, and once when it is back',
    async ({ go, comeBack }) => {
      const running = (group = await startGroup({ env: { REDIS_URL: redis.url, RATIO: '0' } }))
      await go()
      await until('it is said', 10_000, () => linesAbout(running).length > 0)
      for (let number = 1; number <= 10; number += 1) {
        const started = performance.now()
        expect((await put(running, { cdn_host: `c${number}.example.com` })).status).toBe(200)
        expect(performance.now() - started).toBeLessThan(1_000)
        expect(await location(running)).toBe(`http://c${number}.example.com/s1/v/x.m3u8`)
      }
      expect((await healthOf(running, '/health/ready')).status).toBe(200)
      const redisNow = async (): Promise<unknown> => (await dependenciesOf(running)).find(({ name }) => name === 'redis')
      expect(await redisNow()).toMatchObject({
        status: 'DEGRADED',
        message: expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+: .+; nodes follow by polling, and each counts by itself$/),
        breaker: { openSince: expect.any(String) },
      })
      await comeBack()
      await until('it is said that it is back', 10_000, () => linesAbout(running).length > 1)
      expect(linesAbout(running)).toEqual([
        expect.stringMatching(/; nodes follow by polling and keep trying$/),
        expect.stringMatching(/is back$/),
      ])
      await until('it is well', 5_000, async () => /"status":"OK".*"CLOSED"/.test(JSON.stringify(await redisNow())))
    },
  )

  it('that is away at the start keeps nobody from starting', async () => {
    await redis.kill()
    const running = (group = await startGroup({ env: { REDIS_URL: redis.url } }))
    expect(linesAbout(running)).toEqual([expect.stringContaining(': ECONNREFUSED;')])
    await redis.start()
    await until('it is said that it is back', 10_000, () => linesAbout(running).length > 1)
    expect(await running.end()).toBe(0)
  })
})

it('is reached over TLS, when its certificate is one that Node trusts', async () => {
  const tlsPort = await freePort()
  const secure = await openRedisServer((folder) => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate]
    execFileSync('openssl', [...request, ...subject], { ...asNobody, stdio: 'ignore' })
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate]
    return ['--tls-port', String(tlsPort), ...files, '--tls-auth-clients', 'no']
  })
  const REDIS_URL = `rediss://:${redisPassword}@localhost:${tlsPort}`
  const trusting = await startGroup({ env: { REDIS_URL, NODE_EXTRA_CA_CERTS: join(secure.folder, 'certificate.pem') } })
  await until('it has subscribed', 2_000, async () => {
    const [, subscribers] = (await secure.command('PUBSUB', 'NUMSUB', 'sluice:revision')) as unknown[]
    return subscribers === 1
  })
  expect(linesAbout(trusting)).toEqual([])
  await trusting.destroy()
  group = await startGroup({ env: { REDIS_URL } })
  expect(linesAbout(group)).toEqual([expect.stringContaining(`Redis at localhost:${tlsPort}: DEPTH_ZERO_SELF_SIGNED_CERT;`)])
  expect(group.stdout() + group.stderr()).not.toContain(redisPassword)
  await secure.remove()
})
