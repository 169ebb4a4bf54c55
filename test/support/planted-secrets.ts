/** Settings of a node with every secret that there is. */
export const secretSettings = {
  ADMIN_TOKEN: 'admin-token-of-a-node',
  DATABASE_URL: 'postgresql://sluice:pg%40word@db.internal:5432/sluice',
  DATABASE_REPLICA_URL: 'postgresql://watcher:50%off%21@replica.internal/sluice?password=query%20word+too',
  REDIS_URL: 'redis://:redis-word@redis.internal:6379',
  JWT_SECRET: 'a jwt secret with spaces, and long',
  SENTRY_DSN: 'https://dsnkey@sentry.internal/42',
} as const

/** Whatever of those must not be told. */
export const settingSecrets = [
  ...Object.values(secretSettings),
  'pg%40word',
  'pg@word',
  '50%off%21',
  '50%off!',
  'query%20word+too',
  'query word too',
  'redis-word',
  'dsnkey',
] as const

/** Texts in which a secret is planted, as `<<secret>>`; none of these is in the settings but those of the first rows. */
export const plantedTexts: readonly string[] = [
  ...settingSecrets.map((secret) => `it failed with <<${secret}>> in it`),
  'connect ECONNREFUSED postgresql://sluice:<<hunter2>>@db:5432/sluice',
  'redis://:<<hunter2>>@redis:6379 is away',
  'received "http://<<anna>>:<<hunter2>>@s1.origin-cluster/v.m3u8"',
  'GET /?video=<<http%3A%2F%2Fs1.origin-cluster%2Ffilm.m3u8>>&sig=<<xyz>>',
  'http://s1.origin-cluster/<<secret-film>>/<<part-1>>.ts?token=<<xyz>>',
  'https://cdn.example.com/v.m3u8#<<fragment>>',
  'https://cdn.example.com/s1/<<film>>/x.m3u8?hdnts=<<exp=1700003600~acl=/s1/*~hmac=7ece4766a9a228df4335355>>',
  'https://cdn.example.com/s1/x.m3u8?md5=<<_e4Nc3iduzkWRm01TBBNYw>>&expires=2147483647',
  'https://cdn.example.com/s1/URISigningPackage=<<eyJhbGciOiJIUzI1NiJ9.eyJjZG5pdiI6MX0.c2lnbmF0dXJl>>/x.m3u8',
  'Authorization: Bearer <<short>>',
  'authorization: Basic <<dXNlcjpwYXNz>>',
  'Bearer <<eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl>> was refused',
  'a JWT eyJ<<hbGciOiJub25lIn0.eyJzdWIiOiJhIn0.>>',
  'cookie: <<sid=abc>>',
  'set-cookie="<<sid=abc>>"',
  '{"password":"<<hunter two>>"}',
  "{ passwd: '<<hunter two>>' }",
  'db_password=<<hunter2>>',
  'client_secret=<<xyz>>&x=1',
  'x-api-key: <<xyz>>',
  'apiKey=<<xyz>>',
  'session_id=<<xyz>>',
  'the token <<sluice_4fK2nQ8zR1tYw7Vb3Lm9>> is unknown',
  'sha1 <<da39a3ee5e6b4b0d3255bfef95601890afd80709>>',
  'AWS <<AKIAIOSFODNN7EXAMPLE0>>',
  'mail to <<anna.smith@example.com>>',
  'the player at <<192.0.2.17>> left',
  'from <<192.0.2.17>>:51234',
  'from <<2001:db8::dead:beef>> it came',
  'from [<<2001:db8:1:2:3:4:5:6>>]:443',
  'from <<::ffff:192.0.2.17>>',
  'from <<fe80::1%eth0>>',
  'x-forwarded-for: <<203.0.113.9>>, <<198.51.100.2>>',
]

export function plant(text: string): { readonly text: string; readonly secrets: readonly string[] } {
  const secrets = [...text.matchAll(/<<(.*?)>>/g)].map(([, secret = '']) => secret)
  return { text: text.replaceAll(/<<|>>/g, ''), secrets }
}
