import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { formatBaseUrl, parseBaseUrl } from './core/config/base-url.ts'
import { keyOfSuffix, parseHostSuffix } from './core/config/host-suffix.ts'
import { DEFAULT_CDN_KEY, withEntry, type RoutingConfig } from './core/config/model.ts'
import { MAX_RATIO } from './core/config/bounds.ts'
import { parseGeoHeaders, type GeoHeaders } from './core/geo/geo-headers.ts'
import { schemes } from './core/request/scheme.ts'
import type { OriginCluster } from './core/config/origin-cluster.ts'
import { parseTrustedProxy, type TrustedProxies } from './core/request/trusted-proxies.ts'
import { printable, printableUrl } from './core/result.ts'
import { parseSentryDsn } from './core/sentry-dsn.ts'
import { secretWeaknessOf } from './core/weak-secret.ts'
import { isLoopback, weaknessOf } from './core/weak-token.ts'
import { findPostgresFault } from './postgres-url.ts'
import { readSecretFiles } from './secret-files.ts'

/** Every environment variable, read once at start. An empty value counts as unset. `description` is the table in docs/operating.md. */
export const settingsSchema = z.object({
  PORT: integer(0, 65_535).default(8_000).describe('port of the public listener; 0 picks a free one'),
  HOST: z.string().max(255).default('127.0.0.1').describe('address of the public listener'),
  ADMIN_PORT: integer(0, 65_535)
    .optional()
    .describe('unset: the control paths are reachable on the public listener; set: only on this port'),
  ADMIN_HOST: z.string().max(255).default('127.0.0.1').describe('address of the admin listener'),
  ROLE: oneOf(['all']).default('all').describe('`all`: control process and redirect workers in one group'),
  WORKERS: workers()
    .default(1)
    .describe('redirect worker processes; `auto` is cores − 1. One worker is exact, W workers are off by less than W'),
  MAX_CONNECTIONS: integer(1, 1_000_000)
    .default(10_000)
    .describe('connections that a redirect worker, or the admin listener, holds at once; more are not accepted'),
  FAST_TIER: oneOf(['auto', 'public', 'handles', 'off'])
    .default('auto')
    .describe(
      'what answers plain requests before the HTTP parser: `handles`, `public`, `auto`: the first of them that works, or `off`',
    ),
  DATA_DIR: z.string().default('./data').describe('embedded database, last-known-good snapshots, generated admin token'),
  DATABASE_URL: postgresUrl().optional().describe('`postgresql://…`; unset: the embedded database in `DATA_DIR`'),
  DATABASE_POOL: integer(2, 200)
    .default(10)
    .describe('connections to PostgreSQL that the control process holds at most; a server allows 100 in all unless told'),
  DATABASE_REPLICA_URL: postgresUrl()
    .optional()
    .describe('`postgresql://…` of a streaming replica, from which nodes follow what is published; unset: `DATABASE_URL` alone'),
  REDIS_URL: redisUrl()
    .optional()
    .describe('`redis://…` or `rediss://…`; unset: events and limits stay inside this process group'),
  ADMIN_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{1,512}$/, 'allowed are 1 to 512 visible ASCII characters')
    .optional()
    .describe(
      'a token with the role `admin`; unset: generated once into `DATA_DIR/admin-token`. Off loopback it must not be guessable',
    ),
  JWT_SECRET: z
    .string()
    .refine((secret) => Buffer.byteLength(secret) >= 32, 'allowed are 32 bytes or more')
    .optional()
    .describe('key of HS256 tokens, 32 bytes or more; not with `JWT_JWKS_URL`. Off loopback it must not be guessable'),
  JWT_JWKS_URL: keySetUrl()
    .optional()
    .describe('`https://…`: the key set of an identity provider whose tokens are signed with RS256, ES256 or EdDSA'),
  JWT_ISSUER: z.string().max(2_048).optional().describe('required `iss` of a JWT; unset: any'),
  JWT_AUDIENCE: z.string().max(2_048).optional().describe('value that `aud` of a JWT has to contain; unset: any'),
  ADMIN_RATE_LIMIT: integer(0, 100_000)
    .default(500)
    .describe(
      'requests a second that the admin API takes of one identity, or without a valid token from one address; 0 is no limit',
    ),
  FAILED_LOGIN_LIMIT: integer(0, 100_000)
    .default(60)
    .describe('failed logins a minute from one address, five times that at once; 0 is no limit'),
  CORS_ORIGINS: corsOrigins()
    .optional()
    .describe('comma-separated origins that may use the admin API from a browser, besides its own'),
  ORIGIN_CLUSTERS: originClusters()
    .prefault('origin-cluster')
    .describe('comma-separated host suffixes of the origin, for revision 1'),
  CDN_HOST: baseUrl().prefault('cdn.example.com').describe('base URL of the CDN `default`, for revision 1'),
  RATIO: integer(0, MAX_RATIO)
    .default(10)
    .describe('every RATIO-th valid request goes to the origin, for revision 1; 0 is never, 1 always'),
  TRUSTED_PROXIES: trustedProxies()
    .optional()
    .describe('comma-separated addresses and CIDRs of the proxies whose `X-Forwarded-For` or `Forwarded` counts'),
  GEO_DATABASE: z.string().max(4_096).optional().describe('mmdb file of countries; unset: the package that comes with Sluice'),
  ASN_DATABASE: z
    .string()
    .max(4_096)
    .optional()
    .describe('mmdb file of autonomous systems; unset: the package that comes with Sluice'),
  GEO_MAX_AGE_DAYS: integer(1, 3_650)
    .default(90)
    .describe('days after which what a database of countries or autonomous systems says counts as unknown'),
  GEO_HEADERS: geoHeaders()
    .optional()
    .describe(
      '`country:CF-IPCountry,asn:X-Client-ASN`: headers that tell of a client, believed of `TRUSTED_PROXIES` alone; one of the two will do',
    ),
  SECRETS_DIR: z
    .string()
    .optional()
    .describe('folder of the secrets that sign URLs of CDNs, as `file:NAME` in a configuration; unset: none is a file'),
  PRE_STOP_SECONDS: integer(0, 300)
    .default(5)
    .describe('seconds that a node keeps accepting after SIGTERM, while it reports not ready'),
  SENTRY_DSN: z
    .string()
    .refine((dsn) => parseSentryDsn(dsn) !== undefined, 'allowed is https://KEY@HOST/PROJECT')
    .optional()
    .describe('`https://KEY@HOST/PROJECT`: where errors are reported, in the protocol of Sentry; unset: nowhere'),
  SENTRY_ENVIRONMENT: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'allowed are 1 to 64 letters, digits, ".", "_" and "-"')
    .default('production')
    .describe('environment that reported errors name'),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe("pino's levels; JSON lines on stdout"),
})

export type Settings = z.infer<typeof settingsSchema>

/** Variables whose value is never shown. Each may come from a file instead, named by the variable with `_FILE` behind it. */
export const secretNames = [
  'ADMIN_TOKEN',
  'DATABASE_URL',
  'DATABASE_REPLICA_URL',
  'REDIS_URL',
  'JWT_SECRET',
  'SENTRY_DSN',
] as const satisfies readonly (keyof Settings)[]

/** Reads all settings. Else returns one line with each bad variable, the received value (never a secret) and the allowed ones. */
export function readSettings(variables: NodeJS.ProcessEnv): { readonly settings: Settings } | { readonly problem: string } {
  const { env, problems: unread } = readSecretFiles(variables, secretNames)
  const given = givenIn(env)
  const parsed = settingsSchema.safeParse(given)
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => describe(String(issue.path[0]), given, issue.message))
  const clashes = parsed.success ? findClashes(parsed.data, given).map(([name, message]) => describe(name, given, message)) : []
  const problems = [...unread, ...wrong, ...clashes]
  return parsed.success && problems.length === 0 ? { settings: parsed.data } : { problem: problems.join('; ') }
}

/** Reads the settings of a redirect worker, which needs no secret. The primary has checked how they fit together. */
export function readWorkerSettings(variables: NodeJS.ProcessEnv): ReturnType<typeof readSettings> {
  const parsed = settingsSchema.safeParse(givenIn(variables))
  return parsed.success
    ? { settings: parsed.data }
    : { problem: parsed.error.issues.map(({ path }) => path.join('.')).join(', ') }
}

function givenIn(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
}

/** Lists warnings at the start about risky settings, for people. */
export function warningsOf(settings: Settings): readonly string[] {
  const { JWT_JWKS_URL, JWT_SECRET, JWT_AUDIENCE } = settings
  const { ADMIN_TOKEN: weakToken, JWT_SECRET: weakSecret } = weaknessesOf(settings)
  const signer = JWT_JWKS_URL === undefined ? 'JWT_SECRET' : 'JWT_JWKS_URL'
  const isOpenToAll = (JWT_JWKS_URL !== undefined || JWT_SECRET !== undefined) && JWT_AUDIENCE === undefined
  const keySource = JWT_JWKS_URL === undefined ? undefined : new URL(JWT_JWKS_URL)
  return [
    ...(weakToken === undefined
      ? []
      : [`ADMIN_TOKEN ${weakToken}: every program of this machine may try it; choose another with openssl rand -hex 24`]),
    ...(weakSecret === undefined
      ? []
      : [`JWT_SECRET ${weakSecret}: whoever has one token can search for it; choose another with openssl rand -hex 32`]),
    ...(keySource?.protocol === 'http:' && !isLoopback(keySource.hostname.replace(/^\[|\]$/g, ''))
      ? ['JWT_JWKS_URL is http: whoever is on the way there may answer with keys of their own, and is any admin; give https://…']
      : []),
    ...(isOpenToAll
      ? [`JWT_AUDIENCE is not set: what ${signer} signs for other services counts here, too, if it names a role of ours`]
      : []),
  ]
}

/** Tells why a chosen secret can be guessed; undefined for a good one or none. */
function weaknessesOf({ ADMIN_TOKEN, JWT_SECRET }: Settings): Readonly<Record<'ADMIN_TOKEN' | 'JWT_SECRET', string | undefined>> {
  return {
    ADMIN_TOKEN: ADMIN_TOKEN === undefined ? undefined : weaknessOf(ADMIN_TOKEN),
    JWT_SECRET: JWT_SECRET === undefined ? undefined : secretWeaknessOf(JWT_SECRET),
  }
}

/** Returns the host of the admin API. */
function adminHostOf({ ADMIN_PORT, ADMIN_HOST, HOST }: Settings): string {
  return ADMIN_PORT === undefined ? HOST : ADMIN_HOST
}

/** Makes revision 1 of the environment. */
export function bootstrapConfig(settings: Settings): RoutingConfig {
  return {
    cdns: [{ key: DEFAULT_CDN_KEY, name: DEFAULT_CDN_KEY, baseUrl: settings.CDN_HOST, weight: 1, enabled: true }],
    originClusters: settings.ORIGIN_CLUSTERS.reduce<readonly OriginCluster[]>(
      (list, hostSuffix) =>
        withEntry(list, { key: keyOfSuffix(hostSuffix), hostSuffix, serverLabelPattern: null, schemes, ports: [] }),
      [],
    ),
    settings: { ratio: settings.RATIO, redirectStatus: 302 },
  }
}

/** Finds settings that are good alone, but not together. */
function findClashes(
  settings: Settings,
  given: Readonly<Record<string, string | undefined>>,
): readonly (readonly [name: keyof Settings, message: string])[] {
  const { PORT, ADMIN_PORT, JWT_SECRET, JWT_JWKS_URL, DATABASE_URL } = settings
  const weaknesses = weaknessesOf(settings)
  const guessable = (['ADMIN_TOKEN', 'JWT_SECRET'] as const).filter((name) => weaknesses[name] !== undefined)
  const adminHost = printable(adminHostOf(settings))
  const hasKey = JWT_SECRET !== undefined || JWT_JWKS_URL !== undefined
  const faults = (['DATABASE_URL', 'DATABASE_REPLICA_URL'] as const).flatMap((name) => {
    const fault = settings[name] === undefined ? undefined : findPostgresFault(settings[name])
    return fault === undefined ? [] : [[name, fault] as const]
  })
  const serverless = (['DATABASE_POOL', 'DATABASE_REPLICA_URL'] as const).filter(
    (name) => DATABASE_URL === undefined && given[name] !== undefined,
  )
  const keyless = (['JWT_ISSUER', 'JWT_AUDIENCE'] as const).filter((name) => !hasKey && settings[name] !== undefined)
  const unbelieved = settings.GEO_HEADERS !== undefined && settings.TRUSTED_PROXIES === undefined
  return [
    ...(unbelieved ? [['GEO_HEADERS', 'allowed with TRUSTED_PROXIES, which is unset'] as const] : []),
    ...(ADMIN_PORT !== undefined && ADMIN_PORT !== 0 && ADMIN_PORT === PORT
      ? [['ADMIN_PORT', 'allowed is another port than PORT'] as const]
      : []),
    ...serverless.map((name) => [name, 'allowed with DATABASE_URL, which is unset'] as const),
    ...(JWT_SECRET !== undefined && JWT_JWKS_URL !== undefined
      ? [['JWT_SECRET', 'allowed is this or JWT_JWKS_URL, not both'] as const]
      : []),
    ...(isLoopback(adminHost) ? [] : guessable).map((name) => {
      const remedy = `openssl rand -hex ${name === 'ADMIN_TOKEN' ? 24 : 32}`
      return [name, `which ${weaknesses[name]}, allowed at ${adminHost} is one that cannot be guessed: ${remedy}`] as const
    }),
    ...faults,
    ...keyless.map((name) => [name, 'allowed with JWT_SECRET or JWT_JWKS_URL, which are unset'] as const),
  ]
}

function describe(name: string, given: Record<string, string | undefined>, message: string): string {
  const isSecret = (secretNames as readonly string[]).includes(name)
  const received = isSecret ? 'a value that is not shown' : JSON.stringify(printableUrl(given[name] ?? ''))
  return `${name}: received ${received}, ${message}`
}

function integer(min: number, max: number) {
  const message = `allowed is an integer from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message)
}

function workers() {
  const message = 'allowed is an integer from 1 to 256, or auto'
  return z
    .string()
    .regex(/^(?:auto|\d{1,3})$/, message)
    .transform((text) => (text === 'auto' ? Math.max(1, availableParallelism() - 1) : Number(text)))
    .refine((value) => value >= 1 && value <= 256, message)
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `allowed is ${values.join(', ')}` })
}

function originClusters() {
  return z.string().transform((text, context) => {
    const suffixes = text.split(',').map((part) => parseHostSuffix(part.trim()))
    const good = suffixes.flatMap((suffix) => (suffix.ok ? [suffix.value] : []))
    const bad = suffixes.find((suffix) => !suffix.ok)
    if (bad !== undefined && !bad.ok) context.addIssue(`allowed is ${bad.problem.allowed}, several of them separated by commas`)
    const keys = new Map(good.map((suffix) => [keyOfSuffix(suffix), suffix]))
    const hidden = good.find((suffix) => keys.get(keyOfSuffix(suffix)) !== suffix)
    if (hidden !== undefined) context.addIssue(`allowed are suffixes that stay different with "." as "-"; ${hidden} does not`)
    return good
  })
}

function baseUrl() {
  return z.string().transform((text, context) => {
    const parsed = parseBaseUrl(text)
    if (parsed.ok) return formatBaseUrl(parsed.value)
    context.addIssue(`allowed is ${parsed.problem.allowed}`)
    return z.NEVER
  })
}

/** Accepts origins exactly as browsers write them: a match is by text. */
function corsOrigins() {
  return z.string().transform((text, context): readonly string[] => {
    const origins = text.split(',').map((part) => part.trim())
    const isOrigin = (origin: string): boolean =>
      /^https?:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/.test(origin) && URL.parse(origin)?.origin === origin
    if (origins.length > 100 || !origins.every(isOrigin)) {
      context.addIssue(
        'allowed are up to 100 origins like https://admin.example.com or http://localhost:5173 (scheme, host in lower case, a port that is not the default one, no path, no "*"), separated by commas',
      )
    }
    return origins
  })
}

function trustedProxies() {
  return z.string().transform((text, context): TrustedProxies => {
    const proxies = text.split(',').map((part) => parseTrustedProxy(part.trim()))
    if (proxies.includes(undefined)) {
      context.addIssue('allowed are addresses and CIDRs like 10.0.0.0/8 or 2001:db8::1, several of them separated by commas')
    }
    return proxies.filter((proxy) => proxy !== undefined)
  })
}

function geoHeaders() {
  return z.string().transform((text, context): GeoHeaders => {
    const headers = parseGeoHeaders(text)
    if (headers !== undefined) return headers
    context.addIssue(
      'allowed is country:HEADER, asn:HEADER or both, separated by a comma; a header is 1 to 64 of a–z, 0–9 and "-"',
    )
    return z.NEVER
  })
}

function postgresUrl() {
  return serviceUrl(
    (url) => /^postgres(?:ql)?:$/.test(url.protocol) && url.pathname.length > 1,
    'postgresql://USER:PASSWORD@HOST:PORT/DATABASE',
  )
}

function redisUrl() {
  return serviceUrl(
    (url) => /^rediss?:$/.test(url.protocol) && url.hostname !== '' && /^\/?\d{0,4}$/.test(url.pathname),
    'redis://… or rediss://USER:PASSWORD@HOST:PORT/NUMBER',
  )
}

/** Accepts no user and password: the address of a key set is shown in messages. */
function keySetUrl() {
  return z.string().refine((text) => {
    const url = URL.parse(text)
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
  }, 'allowed is https://… or http://…, without user and password')
}

/** Refuses a password with a raw "/", "?", "#" or "@": a part of it would count as path or host. Messages show both. */
function serviceUrl(isAllowed: (url: URL) => boolean, form: string) {
  return z.string().refine((text) => {
    const url = URL.parse(text)
    return url !== null && isAllowed(url) && url.hash === '' && !/@/.test(url.pathname + url.search)
  }, `allowed is ${form}, with special characters of user and password percent-encoded`)
}
