import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { printable } from '../src/core/result.ts'
import { bootstrapConfig, readSettings, readWorkerSettings, settingsSchema, warningsOf, type Settings } from '../src/settings.ts'
import { proxiesOf } from './support/client-address.ts'

type Env = Readonly<Record<string, string>>

function settingsOf(env: Env): Settings {
  const read = readSettings(env)
  if ('problem' in read) throw new Error(read.problem)
  return read.settings
}

function problemOf(env: Env): string {
  const read = readSettings(env)
  if ('settings' in read) throw new Error(`taken: ${JSON.stringify(read.settings)}`)
  return read.problem
}

const names = Object.keys(settingsSchema.shape)

const strongSecret = 'c2d1e7b04a9f4d3386f0aa51be7790cd'

const defaults = {
  PORT: 8_000,
  HOST: '127.0.0.1',
  ADMIN_HOST: '127.0.0.1',
  ROLE: 'all',
  WORKERS: 1,
  MAX_CONNECTIONS: 10_000,
  FAST_TIER: 'auto',
  DATA_DIR: './data',
  DATABASE_POOL: 10,
  ADMIN_RATE_LIMIT: 500,
  FAILED_LOGIN_LIMIT: 60,
  ORIGIN_CLUSTERS: ['origin-cluster'],
  CDN_HOST: 'cdn.example.com',
  RATIO: 10,
  GEO_MAX_AGE_DAYS: 90,
  PRE_STOP_SECONDS: 5,
  SENTRY_ENVIRONMENT: 'production',
  LOG_LEVEL: 'info',
}

describe('a variable', () => {
  it('that is not set has its default, or none', () => {
    expect(settingsOf({})).toEqual(defaults)
  })

  it('that is empty counts as not set', () => {
    expect(settingsOf(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(defaults)
  })

  it('that nobody knows is left alone', () => {
    expect(settingsOf({ PATH: '/bin', NODE_ENV: 'production', PORTS: 'x' })).toEqual(defaults)
  })

  it.each<{ readonly env: Env; readonly settings: Partial<Settings> }>([
    { env: { PORT: '0' }, settings: { PORT: 0 } },
    { env: { PORT: '65535' }, settings: { PORT: 65_535 } },
    { env: { PORT: '080' }, settings: { PORT: 80 } },
    { env: { HOST: '::1' }, settings: { HOST: '::1' } },
    { env: { ADMIN_PORT: '8001', ADMIN_HOST: '0.0.0.0' }, settings: { ADMIN_PORT: 8_001, ADMIN_HOST: '0.0.0.0' } },
    { env: { ROLE: 'all' }, settings: { ROLE: 'all' } },
    {
      env: { DATABASE_URL: 'postgresql://host/db', DATABASE_REPLICA_URL: 'postgresql://replica/db' },
      settings: { DATABASE_URL: 'postgresql://host/db', DATABASE_REPLICA_URL: 'postgresql://replica/db' },
    },
    {
      env: { DATABASE_URL: 'postgresql://host/db', DATABASE_POOL: '2' },
      settings: { DATABASE_URL: 'postgresql://host/db', DATABASE_POOL: 2 },
    },
    { env: { WORKERS: '256' }, settings: { WORKERS: 256 } },
    { env: { WORKERS: 'auto' }, settings: { WORKERS: Math.max(1, availableParallelism() - 1) } },
    { env: { DATA_DIR: '/var/lib/sluice data' }, settings: { DATA_DIR: '/var/lib/sluice data' } },
    { env: { ADMIN_TOKEN: 'a' }, settings: { ADMIN_TOKEN: 'a' } },
    { env: { SENTRY_DSN: 'https://key@sentry.example.com/1' }, settings: { SENTRY_DSN: 'https://key@sentry.example.com/1' } },
    { env: { SENTRY_ENVIRONMENT: 'eu-1' }, settings: { SENTRY_ENVIRONMENT: 'eu-1' } },
    { env: { JWT_SECRET: 'x'.repeat(32) }, settings: { JWT_SECRET: 'x'.repeat(32) } },
    { env: { JWT_SECRET: 'ё'.repeat(16) }, settings: { JWT_SECRET: 'ё'.repeat(16) } },
    {
      env: {
        JWT_JWKS_URL: 'https://login.example.com/keys?v=2',
        JWT_ISSUER: 'https://login.example.com/',
        JWT_AUDIENCE: 'sluice',
      },
      settings: {
        JWT_JWKS_URL: 'https://login.example.com/keys?v=2',
        JWT_ISSUER: 'https://login.example.com/',
        JWT_AUDIENCE: 'sluice',
      },
    },
    { env: { JWT_JWKS_URL: 'http://[::1]:8080/' }, settings: { JWT_JWKS_URL: 'http://[::1]:8080/' } },
    { env: { ADMIN_RATE_LIMIT: '0', FAILED_LOGIN_LIMIT: '0' }, settings: { ADMIN_RATE_LIMIT: 0, FAILED_LOGIN_LIMIT: 0 } },
    { env: { ADMIN_RATE_LIMIT: '100000' }, settings: { ADMIN_RATE_LIMIT: 100_000 } },
    { env: { ADMIN_TOKEN: '~'.repeat(512) }, settings: { ADMIN_TOKEN: '~'.repeat(512) } },
    { env: { ORIGIN_CLUSTERS: 'B.example, a' }, settings: { ORIGIN_CLUSTERS: ['b.example', 'a'] } },
    { env: { CDN_HOST: 'HTTPS://CDN.example.com:8443/a/' }, settings: { CDN_HOST: 'https://cdn.example.com:8443/a' } },
    { env: { RATIO: '0' }, settings: { RATIO: 0 } },
    { env: { RATIO: '1000000' }, settings: { RATIO: 1_000_000 } },
    { env: { TRUSTED_PROXIES: '10.0.0.0/8, ::1' }, settings: { TRUSTED_PROXIES: proxiesOf('10.0.0.0/8,::1') } },
    { env: { GEO_DATABASE: '/geo/c.mmdb' }, settings: { GEO_DATABASE: '/geo/c.mmdb' } },
    {
      env: { ASN_DATABASE: '/geo/a.mmdb', GEO_MAX_AGE_DAYS: '3650' },
      settings: { ASN_DATABASE: '/geo/a.mmdb', GEO_MAX_AGE_DAYS: 3_650 },
    },
    {
      env: { TRUSTED_PROXIES: '::1', GEO_HEADERS: 'country:CF-IPCountry,asn:X-Client-ASN' },
      settings: { TRUSTED_PROXIES: proxiesOf('::1'), GEO_HEADERS: { country: 'cf-ipcountry', asn: 'x-client-asn' } },
    },
    {
      env: { CORS_ORIGINS: 'https://admin.example.com, http://localhost:5173,http://[::1]:8000' },
      settings: { CORS_ORIGINS: ['https://admin.example.com', 'http://localhost:5173', 'http://[::1]:8000'] },
    },
    { env: { PRE_STOP_SECONDS: '0' }, settings: { PRE_STOP_SECONDS: 0 } },
    { env: { PRE_STOP_SECONDS: '300' }, settings: { PRE_STOP_SECONDS: 300 } },
    { env: { LOG_LEVEL: 'silent' }, settings: { LOG_LEVEL: 'silent' } },
    ...[
      'postgresql://user:p%40ss%2Fw@host:5432/db',
      'postgres://host/db?sslmode=verify-full',
      'postgresql:///db?host=/run/postgresql',
    ].map((url) => ({ env: { DATABASE_URL: url }, settings: { DATABASE_URL: url } })),
    ...['redis://host', 'rediss://:p%40ss@[::1]:6380/2'].map((url) => ({
      env: { REDIS_URL: url },
      settings: { REDIS_URL: url },
    })),
  ])('is read: $env', ({ env, settings }) => expect(settingsOf(env)).toEqual({ ...defaults, ...settings }))
})

describe('a bad value', () => {
  it.each([
    ...['x', '-1', '65536', '80.5', '1e3', ' 80', '0x50', '٣'].map((value) => ({ name: 'PORT', value, allowed: '0 to 65535' })),
    { name: 'ADMIN_PORT', value: '99999', allowed: '0 to 65535' },
    { name: 'HOST', value: 'a'.repeat(256), allowed: '255' },
    { name: 'ADMIN_HOST', value: 'a'.repeat(256), allowed: '255' },
    ...['none', 'All', 'edge', 'control'].map((value) => ({ name: 'ROLE', value, allowed: 'all' })),
    ...['1', '201', 'auto'].map((value) => ({ name: 'DATABASE_POOL', value, allowed: 'an integer from 2 to 200' })),
    ...['0', '257', '-1', 'AUTO', 'auto ', '1.5'].map((value) => ({ name: 'WORKERS', value, allowed: '1 to 256, or auto' })),
    { name: 'MAX_CONNECTIONS', value: '0', allowed: '1 to 1000000' },
    { name: 'FAST_TIER', value: 'on', allowed: 'auto, public, handles, off' },
    ...['a_b', 'a,,b', ',', 'a,1', 'a b', '-a', '.a', 'é'].map((value) => ({
      name: 'ORIGIN_CLUSTERS',
      value,
      allowed: 'labels',
    })),
    { name: 'CDN_HOST', value: 'ftp://a', allowed: 'http or https' },
    ...['a b', 'http://', 'a?b', 'a_b'].map((value) => ({ name: 'CDN_HOST', value, allowed: 'host' })),
    ...['ten', '-1', '1000001', '1.5', '9999999999'].map((value) => ({ name: 'RATIO', value, allowed: '0 to 1000000' })),
    ...['localhost', '10.0.0.0/8,proxy', '10.0.0.0/33', ','].map((value) => ({
      name: 'TRUSTED_PROXIES',
      value,
      allowed: 'addresses and CIDRs',
    })),
    ...['0', '3651', '-1', 'x'].map((value) => ({ name: 'GEO_MAX_AGE_DAYS', value, allowed: '1 to 3650' })),
    ...['GEO_DATABASE', 'ASN_DATABASE'].map((name) => ({ name, value: 'a'.repeat(4_097), allowed: '4096' })),
    ...['CF-IPCountry', 'continent:X', 'country:a b', 'country:A,country:B'].map((value) => ({
      name: 'GEO_HEADERS',
      value,
      allowed: 'country:HEADER, asn:HEADER or both',
    })),
    { name: 'GEO_HEADERS', value: 'country:CF-IPCountry', allowed: 'with TRUSTED_PROXIES, which is unset' },
    ...[
      '*',
      'null',
      ',',
      'admin.example.com',
      'https://admin.example.com/',
      'https://admin.example.com/path',
      'https://admin.example.com?x',
      'https://admin.example.com:443',
      'https://ADMIN.example.com',
      'https://*.example.com',
      'ws://admin.example.com',
      'file://',
      'https://a.example.com,,https://b.example.com',
      'https://a.example.com,*',
      Array.from({ length: 101 }, (_, index) => `https://a${index}.example.com`).join(','),
    ].map((value) => ({ name: 'CORS_ORIGINS', value, allowed: 'origins like https://admin.example.com' })),
    ...['x', 'ftp://a/keys', 'file:///etc/keys', '//a/keys', 'https://', 'https://a/#keys'].map((value) => ({
      name: 'JWT_JWKS_URL',
      value,
      allowed: 'https://',
    })),
    ...['JWT_ISSUER', 'JWT_AUDIENCE'].map((name) => ({ name, value: 'sluice', allowed: 'with JWT_SECRET or JWT_JWKS_URL' })),
    { name: 'PRE_STOP_SECONDS', value: '301', allowed: '0 to 300' },
    ...['a b', 'a'.repeat(65), 'a/b'].map((value) => ({ name: 'SENTRY_ENVIRONMENT', value, allowed: '64 letters' })),
    { name: 'LOG_LEVEL', value: 'loud', allowed: 'debug' },
  ])('of $name is told in one line, with what is allowed: $value', ({ name, value, allowed }) => {
    const line = problemOf({ [name]: value })
    const received = `${name}: received ${JSON.stringify(printable(value))}, `
    expect([line.startsWith(received), line.slice(received.length)]).toEqual([true, expect.stringContaining(allowed)])
  })

  it('is cut and made printable, so that a terminal shows it as it is', () => {
    const line = problemOf({ PORT: `\u001b[31m\r\n${'9'.repeat(5_000)}` })
    expect(line).toMatch(/^[\x20-\x7e]*$/)
    expect(line.length).toBeLessThan(200)
  })

  it.each(['with space', 'new\nline', 'naïve', 'a'.repeat(513)])('of ADMIN_TOKEN is told, but never shown: %j', (value) => {
    const line = problemOf({ ADMIN_TOKEN: value })
    expect(line).toMatch(/^ADMIN_TOKEN: received a value that is not shown, .*512 visible ASCII characters$/)
    expect(line).not.toContain(value.slice(0, 4))
  })

  it.each<{ readonly env: Env }>([
    { env: { JWT_SECRET: 'hunter2' } },
    { env: { JWT_SECRET: `hunter2${'x'.repeat(24)}` } },
    { env: { JWT_SECRET: `hunter2${'x'.repeat(32)}`, JWT_JWKS_URL: 'https://a/keys' } },
  ])('of a secret for tokens is told, but never shown: $env', ({ env }) => {
    const line = problemOf(env)
    expect(line).toMatch(/^JWT_SECRET: received a value that is not shown, allowed (?:is|are) /)
    expect([line.includes('hunter2'), line.includes('; ')]).toEqual([false, false])
  })

  it.each(['hunter2', 'https://sentry.example.com/1', 'https://hunter2@a/b', 'https://a:hunter2@a/1'])(
    'of SENTRY_DSN is told, but never shown: %j',
    (SENTRY_DSN) => {
      const allowed = 'allowed is https://KEY@HOST/PROJECT'
      expect(problemOf({ SENTRY_DSN })).toBe(`SENTRY_DSN: received a value that is not shown, ${allowed}`)
    },
  )

  it.each([
    ['CDN_HOST', 'http://user:hunter2@a', '***@a'],
    ['CDN_HOST', 'user:hunter2@a:80', '***@a:80'],
    ['CDN_HOST', 'user:h@hunter2/h@a', '***@a'],
    ['CORS_ORIGINS', 'https://a.example.com,https://user:hunter2@b.example.com', '***@b.example.com'],
    ['JWT_JWKS_URL', 'https://user:hunter2@a/keys', '***@a/keys'],
  ])('of %s is told without the user and the password that stand in a URL: %s', (name, value, shown) =>
    expect(problemOf({ [name]: value })).toMatch(
      new RegExp(`^${name}: received "${shown.replaceAll('*', '\\*')}", allowed (?:is|are) `),
    ),
  )

  it.each<Env>([
    { HOST: '0.0.0.0', ADMIN_TOKEN: 'hunter2' },
    { HOST: '::', ADMIN_TOKEN: 'changeme-changeme' },
    { HOST: 'sluice.example.com', ADMIN_TOKEN: 'x'.repeat(40) },
    { ADMIN_PORT: '8001', ADMIN_HOST: '10.0.0.1', ADMIN_TOKEN: 'admin-admin-admin' },
  ])('of ADMIN_TOKEN, where others than this machine may try it, is told, but never shown: %j', (env) => {
    const line = problemOf(env)
    expect(line).toMatch(
      /^ADMIN_TOKEN: received a value that is not shown, which (?:has under|is made of) .*, allowed at .* is one/,
    )
    expect(line).not.toContain(env['ADMIN_TOKEN'])
  })

  it.each<Env>([
    { HOST: '0.0.0.0', ADMIN_TOKEN: '3f9a1c7be02d45863f9a1c7be02d4586' },
    { HOST: '0.0.0.0' },
    { ADMIN_TOKEN: 'admin' },
    { HOST: '0.0.0.0', ADMIN_PORT: '8001', ADMIN_TOKEN: 'admin' },
    { HOST: 'localhost', ADMIN_TOKEN: 'admin' },
  ])('of ADMIN_TOKEN is none where it can be seen from this machine alone, or cannot be guessed: %j', (env) => {
    expect(readSettings(env)).toHaveProperty('settings')
  })

  it.each<Env>([
    { HOST: '0.0.0.0', JWT_SECRET: 'hunter2'.repeat(5) },
    { HOST: '::', JWT_SECRET: 'your-256-bit-secret-your-256-bit' },
    { ADMIN_PORT: '8001', ADMIN_HOST: '10.0.0.1', JWT_SECRET: '0123456789abcdef'.repeat(2) },
  ])('of JWT_SECRET, where others than this machine have tokens of it, is told, but never shown: %j', (env) => {
    const line = problemOf(env)
    expect(line).toMatch(
      /^JWT_SECRET: received a value that is not shown, which (?:has|is|counts) .*, allowed at .* is one .*: openssl rand -hex 32$/,
    )
    expect(line).not.toContain(env['JWT_SECRET'])
  })

  it.each<Env>([
    { HOST: '0.0.0.0', JWT_SECRET: strongSecret },
    { HOST: '0.0.0.0', ADMIN_PORT: '8001', JWT_SECRET: 'hunter2'.repeat(5) },
    { JWT_SECRET: 'hunter2'.repeat(5) },
  ])('of JWT_SECRET is none on loopback, or where it cannot be guessed: %j', (env) => {
    expect(readSettings(env)).toHaveProperty('settings')
  })

  it.each(['DATABASE_URL', 'DATABASE_REPLICA_URL', 'REDIS_URL'])('of %s is told, but never shown', (name) => {
    for (const value of ['hunter2', 'mysql://user:hunter2@host/db', 'redis//:hunter2@host', 'x://hunter2@host/#hunter2']) {
      const line = problemOf({ [name]: value })
      expect([line.startsWith(name), line.includes('allowed is '), line.includes('hunter2')]).toEqual([true, true, false])
    }
  })

  it.each([
    { name: 'DATABASE_URL', value: 'redis://host/db' },
    { name: 'DATABASE_URL', value: 'postgresql://host' },
    { name: 'DATABASE_URL', value: 'postgresql://host/' },
    // A password that isn't encoded ends up elsewhere in the URL, from where a message would show it.
    ...['12/3', '1#2', '1?2', 'p@ss/w', 'p/w'].flatMap((password) => [
      { name: 'DATABASE_URL', value: `postgresql://user:${password}@host/db` },
      { name: 'REDIS_URL', value: `redis://user:${password}@host` },
    ]),
    { name: 'REDIS_URL', value: 'postgresql://host/db' },
    { name: 'REDIS_URL', value: 'redis://' },
    { name: 'REDIS_URL', value: '/run/redis.sock' },
    { name: 'REDIS_URL', value: 'redis://host/cache' },
  ])('of $name is refused: $value', ({ name, value }) => {
    expect(problemOf({ [name]: value })).toMatch(/allowed is .*percent-encoded$/)
  })

  it.each([
    { query: 'sslmode=verify', allowed: 'as its sslmode is disable, ' },
    ...['x', '0', '65536', '99999'].map((port) => ({
      query: `port=${port}`,
      allowed: 'as its port is a number from 1 to 65535',
    })),
    {
      query: 'sslmode=verify-ca&uselibpqcompat=true',
      allowed: 'with sslmode=verify-ca and uselibpqcompat=true is an sslrootcert',
    },
    { query: 'sslnegotiation=x', allowed: 'as its sslnegotiation is postgres, direct' },
    { query: 'sslmode=verify-ca&sslrootcert=/nowhere', allowed: 'as its sslrootcert is a file that can be read: ENOENT' },
    { query: `sslcert=${encodeURIComponent(tmpdir())}`, allowed: 'as its sslcert is a file that can be read: it is no file' },
    { query: 'sslkey=/no%0Awhere', allowed: 'as its sslkey is a file that can be read: ENOENT' },
  ])('of DATABASE_URL is told where the driver could not begin: $query', ({ query, allowed }) => {
    const line = problemOf({ DATABASE_URL: `postgresql://user:hunter2@host/db?${query}` })
    expect(line.startsWith(`DATABASE_URL: received a value that is not shown, allowed ${allowed}`)).toBe(true)
    expect([line.includes('\n'), line.includes('hunter2')]).toEqual([false, false])
  })

  it.each(['u%E4:hunter2@host/db', 'u:hunter2%E4@host/db', 'u:hunter2@h%E4/db', 'u:hunter2@host/d%E4', 'u:hunter2@host:0/db'])(
    'of DATABASE_URL is told where the driver would throw: %s',
    (rest) => {
      const line = problemOf({ DATABASE_URL: `postgresql://${rest}` })
      expect(line).toMatch(/^DATABASE_URL: received a value that is not shown, allowed (?:is UTF-8 where|as its port is) /)
      expect(line).not.toContain('hunter2')
    },
  )

  it.each([
    ...['options=-c%20statement_timeout%3D0', 'statement_timeout=0', 'idle_in_transaction_session_timeout=0'].map((query) => ({
      query,
      remedy: 'set other parameters by ALTER ROLE … SET',
    })),
    { query: 'connection_limit=5', remedy: 'DATABASE_POOL says how many there are' },
    { query: 'schema=sluice', remedy: 'give Sluice a database of its own instead' },
  ])('of DATABASE_URL is told, which would undo a limit or be passed over: $query', ({ query, remedy }) => {
    const line = problemOf({ DATABASE_URL: `postgresql://user:hunter2@host/db?${query}` })
    expect(line.startsWith(`DATABASE_URL: received a value that is not shown, allowed without its ${query.split('=')[0]}`)).toBe(
      true,
    )
    expect(line.endsWith(`: ${remedy}`)).toBe(true)
  })

  it.each(['u:5%of@host/db', 'u:%C3%A4@host/db', 'u@h:65535/db?port=1&sslmode=verify-full', 'u@h/db?application_name=x'])(
    'of DATABASE_URL is none: %s',
    (rest) => expect(readSettings({ DATABASE_URL: `postgresql://${rest}` })).toHaveProperty('settings'),
  )

  it('of DATABASE_REPLICA_URL is told as that of DATABASE_URL', () => {
    const line = problemOf({ DATABASE_URL: 'postgresql://host/db', DATABASE_REPLICA_URL: 'postgresql://host/db?sslmode=verify' })
    expect(line).toMatch(/^DATABASE_REPLICA_URL: received a value that is not shown, allowed as its sslmode is disable, [^\n;]*$/)
  })

  it('of a file that DATABASE_URL names is nothing to a worker, which starts whatever becomes of it', () => {
    expect(readWorkerSettings({ DATABASE_URL: 'postgresql://host/db?sslrootcert=/nowhere' })).toHaveProperty('settings')
  })

  it('stands in one line with all the others', () => {
    const line = problemOf({
      PORT: 'x',
      WORKERS: '0',
      RATIO: 'y',
      ADMIN_TOKEN: 'a b',
      CORS_ORIGINS: '*',
      DATABASE_REPLICA_URL: 'x',
    })
    expect(line.split('; ')).toEqual([
      expect.stringMatching(/^PORT: received "x", /),
      expect.stringMatching(/^WORKERS: received "0", /),
      expect.stringMatching(/^DATABASE_REPLICA_URL: received a value that is not shown, /),
      expect.stringMatching(/^ADMIN_TOKEN: received a value that is not shown, /),
      expect.stringMatching(/^CORS_ORIGINS: received "\*", allowed are up to 100 origins/),
      expect.stringMatching(/^RATIO: received "y", /),
    ])
  })

  it('of DATABASE_REPLICA_URL is told without DATABASE_URL: what should it be a replica of?', () => {
    expect(problemOf({ DATABASE_REPLICA_URL: 'postgresql://user:hunter2@host/db' })).toBe(
      'DATABASE_REPLICA_URL: received a value that is not shown, allowed with DATABASE_URL, which is unset',
    )
  })

  it('of DATABASE_POOL is told without DATABASE_URL, where nothing would come of it', () => {
    expect(problemOf({ DATABASE_POOL: '5' })).toBe('DATABASE_POOL: received "5", allowed with DATABASE_URL, which is unset')
  })

  it('keeps the good ones from being used', () => {
    expect(readSettings({ PORT: 'x', RATIO: '3' })).not.toHaveProperty('settings')
  })
})

describe('a secret from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-secrets-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const fileOf = (content: string): string => {
    const path = join(folder, String(readdirSync(folder).length))
    writeFileSync(path, content)
    return path
  }

  it.each([
    { name: 'ADMIN_TOKEN', value: 'a-token-of-24-characters' },
    { name: 'DATABASE_URL', value: 'postgresql://user:password@host/db' },
    { name: 'REDIS_URL', value: 'redis://user:password@host' },
    { name: 'JWT_SECRET', value: strongSecret },
    { name: 'SENTRY_DSN', value: 'https://key@sentry.example.com/1' },
  ])('$name is taken, without its last line break', ({ name, value }) => {
    for (const content of [value, `${value}\n`, `${value}\r\n`])
      expect(settingsOf({ [`${name}_FILE`]: fileOf(content) })).toMatchObject({ [name]: value })
  })

  it('counts as not set where the variable is empty', () => {
    expect(settingsOf({ ADMIN_TOKEN: 'a-token-of-24-characters', ADMIN_TOKEN_FILE: '' }).ADMIN_TOKEN).toBe(
      'a-token-of-24-characters',
    )
    expect(settingsOf({ ADMIN_TOKEN: '', ADMIN_TOKEN_FILE: fileOf('another-token-of-26-letters') }).ADMIN_TOKEN).toBe(
      'another-token-of-26-letters',
    )
  })

  it.each([
    {
      what: 'beside the variable itself',
      env: () => ({ ADMIN_TOKEN: 'a', ADMIN_TOKEN_FILE: fileOf('b') }),
      says: /^ADMIN_TOKEN_FILE: allowed is this or ADMIN_TOKEN, not both; leave one out/,
    },
    {
      what: 'that is not there',
      env: () => ({ REDIS_URL_FILE: join(folder, 'none') }),
      says: /^REDIS_URL_FILE: received ".*none", allowed is a file with the secret alone: ENOENT/,
    },
    {
      what: 'that is not there, under a name of two lines,',
      env: () => ({ REDIS_URL_FILE: '/no\nwhere' }),
      says: /^REDIS_URL_FILE: received "\/no\?where", allowed is a file with the secret alone: ENOENT[^\n]*$/,
    },
    { what: 'that is a folder', env: () => ({ REDIS_URL_FILE: folder }), says: /^REDIS_URL_FILE: received .* EISDIR/ },
    { what: 'that is empty', env: () => ({ JWT_SECRET_FILE: fileOf('\n') }), says: /^JWT_SECRET_FILE: received .* it is empty$/ },
    {
      what: 'that is too long',
      env: () => ({ JWT_SECRET_FILE: fileOf('x'.repeat(65_537)) }),
      says: /^JWT_SECRET_FILE: received .* more than 65536 bytes$/,
    },
    {
      what: 'whose secret is wrong',
      env: () => ({ DATABASE_URL_FILE: fileOf('mysql://user:geheim@host') }),
      says: /^DATABASE_URL: received a value that is not shown, allowed is postgresql/,
    },
  ])('$what is refused', ({ env, says }) => {
    expect(problemOf(env())).toMatch(says)
    expect(problemOf(env())).not.toContain('geheim')
  })

  it('is not read by a worker, which needs none and starts whatever becomes of the files', () => {
    const env = { ADMIN_TOKEN_FILE: join(folder, 'none'), JWT_SECRET_FILE: fileOf(''), JWT_ISSUER: 'x', WORKERS: '2' }
    expect(readWorkerSettings(env)).toMatchObject({ settings: { WORKERS: 2, JWT_ISSUER: 'x' } })
    expect(readWorkerSettings({ PORT: 'x' })).toEqual({ problem: 'PORT' })
  })

  it('is none of a setting that is no secret', () => {
    expect(settingsOf({ PORT_FILE: fileOf('9') }).PORT).toBe(8_000)
  })
})

it.each<{ readonly env: Env; readonly warnings: readonly string[] }>([
  { env: {}, warnings: [] },
  { env: { ADMIN_TOKEN: '3f9a1c7be02d45863f9a1c7be02d4586' }, warnings: [] },
  { env: { ADMIN_TOKEN: 'hunter2' }, warnings: ['ADMIN_TOKEN has under 16 characters: '] },
  { env: { JWT_JWKS_URL: 'https://a/keys' }, warnings: ['JWT_AUDIENCE is not set: '] },
  { env: { JWT_JWKS_URL: 'https://a/keys', JWT_AUDIENCE: 'sluice' }, warnings: [] },
  { env: { JWT_SECRET: strongSecret, JWT_AUDIENCE: 'sluice' }, warnings: [] },
  { env: { JWT_SECRET: strongSecret }, warnings: ['JWT_AUDIENCE is not set: what JWT_SECRET signs '] },
  {
    env: { JWT_SECRET: 'hunter2'.repeat(5), JWT_AUDIENCE: 'sluice' },
    warnings: ['JWT_SECRET has under 8 different characters: '],
  },
  ...['http://login.example.com/keys', 'http://10.0.0.7/keys', 'http://localhost.example.com/'].map((url) => ({
    env: { JWT_JWKS_URL: url, JWT_AUDIENCE: 'sluice' },
    warnings: ['JWT_JWKS_URL is http: '],
  })),
  ...['http://localhost:8080/keys', 'http://127.0.0.1/keys', 'http://[::1]:8080/'].map((url) => ({
    env: { JWT_JWKS_URL: url, JWT_AUDIENCE: 'sluice' },
    warnings: [],
  })),
])('warns at the start of what is better not so: $env', ({ env, warnings }) => {
  const told = warningsOf(settingsOf(env))
  expect(told).toEqual(warnings.map((warning) => expect.stringMatching(`^${warning}`)))
  expect(told.join('')).not.toContain('hunter2')
})

describe('revision 1', () => {
  it('has one CDN with the key default, the ratio, and status 302', () => {
    expect(bootstrapConfig(settingsOf({ CDN_HOST: 'http://cdn.example.org/x', RATIO: '3' }))).toEqual({
      cdns: [{ key: 'default', name: 'default', baseUrl: 'http://cdn.example.org/x', weight: 1, enabled: true }],
      originClusters: [
        { key: 'origin-cluster', hostSuffix: 'origin-cluster', serverLabelPattern: null, schemes: ['http', 'https'], ports: [] },
      ],
      settings: { ratio: 3, redirectStatus: 302 },
    })
  })

  it('has the origin clusters sorted by their keys, the suffixes with "-" for "."', () => {
    const { originClusters } = bootstrapConfig(settingsOf({ ORIGIN_CLUSTERS: 'z.example,a.b.example,m' }))
    expect(originClusters.map(({ key, hostSuffix }) => [key, hostSuffix])).toEqual([
      ['a-b-example', 'a.b.example'],
      ['m', 'm'],
      ['z-example', 'z.example'],
    ])
  })

  it('has an origin cluster once that is named twice', () => {
    expect(bootstrapConfig(settingsOf({ ORIGIN_CLUSTERS: 'a,A,a' })).originClusters).toHaveLength(1)
  })
})
