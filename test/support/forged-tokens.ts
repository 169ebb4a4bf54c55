import { createHmac, createSign, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { inspect } from 'node:util'

/** An identity provider of a test: its keys, and tokens in whatever form. Node's own signatures, so that jose is not checked by itself. */
export const issuer = 'https://login.example.com/'
export const audience = 'sluice'
export const secret = 'a-secret-of-the-tests-with-32-bytes-or-more'

const keys = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed: generateKeyPairSync('ed25519'),
  /** Of nobody whom Sluice believes. */
  attackerRsa: generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  attackerEc: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  attackerEd: generateKeyPairSync('ed25519'),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  smallRsa: generateKeyPairSync('rsa', { modulusLength: 1_024 }),
} as const

export const keySet = {
  keys: [
    { ...keys.rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256', use: 'sig' },
    { ...keys.ec.publicKey.export({ format: 'jwk' }), kid: 'ec', alg: 'ES256', use: 'sig' },
    { ...keys.ed.publicKey.export({ format: 'jwk' }), kid: 'ed', alg: 'EdDSA', use: 'sig' },
    { ...keys.smallRsa.publicKey.export({ format: 'jwk' }), kid: 'small', alg: 'RS256', use: 'sig' },
    { ...keys.attackerRsa.publicKey.export({ format: 'jwk' }), kid: 'for-encryption', use: 'enc' },
    { kty: 'oct', k: Buffer.from('known to everybody, since it is published').toString('base64url'), kid: 'oct', alg: 'HS256' },
  ],
}

/** By the clock of the tests, which stands still. */
export const nowSeconds = Date.UTC(2026, 0, 1) / 1_000
export const claims = {
  sub: 'ann',
  iss: issuer,
  aud: audience,
  exp: nowSeconds + 600,
  iat: nowSeconds,
  roles: ['admin'],
} as const

type Json = Readonly<Record<string, unknown>>
type Sign = (input: string) => Buffer

const hs256 =
  (key: string | Buffer = secret, hash = 'sha256'): Sign =>
  (input) =>
    createHmac(hash, key).update(input).digest()
const rs256 =
  (key: KeyObject = keys.rsa.privateKey, hash = 'RSA-SHA256'): Sign =>
  (input) =>
    createSign(hash).update(input).sign(key)
export const es256 =
  (key: KeyObject = keys.ec.privateKey): Sign =>
  (input) =>
    sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
const eddsa =
  (key: KeyObject = keys.ed.privateKey): Sign =>
  (input) =>
    sign(null, Buffer.from(input), key)

function encode(part: Json | string | Buffer): string {
  return Buffer.from(typeof part === 'string' || Buffer.isBuffer(part) ? part : JSON.stringify(part)).toString('base64url')
}

/** A compact JWS of whatever stands in its header and payload. */
export function makeToken(header: Json | string, payload: Json | string | Buffer, signature: Sign): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${signature(input).toString('base64url')}`
}

/** Good tokens of each kind. */
export const good = {
  HS256: (changed: Json = {}, header: Json = {}) =>
    makeToken({ alg: 'HS256', typ: 'JWT', ...header }, { ...claims, ...changed }, hs256()),
  RS256: (changed: Json = {}, header: Json = {}) =>
    makeToken({ alg: 'RS256', kid: 'rsa', ...header }, { ...claims, ...changed }, rs256()),
  ES256: (changed: Json = {}, header: Json = {}) =>
    makeToken({ alg: 'ES256', kid: 'ec', ...header }, { ...claims, ...changed }, es256()),
  EdDSA: (changed: Json = {}, header: Json = {}) =>
    makeToken({ alg: 'EdDSA', kid: 'ed', ...header }, { ...claims, ...changed }, eddsa()),
}

type Forged = {
  readonly what: string
  readonly token: string
  /** The service that must refuse it: with a secret, with a key set, or either. */
  readonly at: readonly ('SECRET' | 'KEY_SET')[]
}

const [goodHeader = '', goodPayload = '', goodSignature = ''] = good.HS256().split('.')
const [rsHeader = '', , rsSignature = ''] = good.RS256().split('.')
const [esHeader = '', esPayload = ''] = good.ES256().split('.')
const publicPem = keys.rsa.publicKey.export({ format: 'pem', type: 'spki' })
const publicDer = keys.rsa.publicKey.export({ format: 'der', type: 'spki' })
const attackerJwk = keys.attackerRsa.publicKey.export({ format: 'jwk' })
const zeros =
  (bytes: number): Sign =>
  () =>
    Buffer.alloc(bytes)
const nothing: Sign = () => Buffer.alloc(0)
const both = ['SECRET', 'KEY_SET'] as const

/** Everything that must be refused, once for the service that has a secret and once for the one that has a key set. */
export const forgedTokens: readonly Forged[] = [
  // No signature, by whatever name.
  ...['none', 'None', 'NONE', 'nOnE', ' none', 'none ', '', 'null', 'NonE\u0000'].flatMap((alg) => [
    { what: `alg ${JSON.stringify(alg)} without a signature`, token: makeToken({ alg, typ: 'JWT' }, claims, nothing), at: both },
    { what: `alg ${JSON.stringify(alg)} with one`, token: makeToken({ alg, typ: 'JWT' }, claims, hs256()), at: both },
  ]),
  ...[null, true, 256, ['HS256'], { alg: 'HS256' }].map((alg) => ({
    what: `alg ${JSON.stringify(alg)}`,
    token: makeToken({ alg, typ: 'JWT' }, claims, hs256()),
    at: both,
  })),
  { what: 'no alg', token: makeToken({ typ: 'JWT' }, claims, hs256()), at: both },
  { what: 'alg twice, the second good', token: makeToken('{"alg":"none","alg":"HS256"}', claims, nothing), at: both },
  { what: 'alg twice, the second none', token: makeToken('{"alg":"HS256","alg":"none"}', claims, hs256()), at: both },
  { what: 'the signature left out', token: `${goodHeader}.${goodPayload}.`, at: both },
  // The wrong algorithm for the key.
  ...['HS384', 'HS512', 'hs256', 'Hs256'].map((alg) => ({
    what: `${alg} with the secret`,
    token: makeToken({ alg }, claims, hs256(secret, alg === 'HS384' ? 'sha384' : alg === 'HS512' ? 'sha512' : 'sha256')),
    at: both,
  })),
  { what: 'HS256 with the secret, where there is a key set', token: good.HS256(), at: ['KEY_SET'] },
  { what: 'RS256 with a key set, where there is a secret', token: good.RS256(), at: ['SECRET'] },
  { what: 'ES256 with a key set, where there is a secret', token: good.ES256(), at: ['SECRET'] },
  { what: 'EdDSA with a key set, where there is a secret', token: good.EdDSA(), at: ['SECRET'] },
  ...[
    { name: 'as PEM', key: publicPem },
    { name: 'as PEM without its last line break', key: publicPem.toString().trimEnd() },
    { name: 'as DER', key: publicDer },
    { name: 'as JWK', key: JSON.stringify(keySet.keys[0]) },
    { name: 'as modulus', key: Buffer.from(keys.rsa.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url') },
  ].map(({ name, key }) => ({
    what: `HS256 with the public RSA key ${name} as the secret`,
    token: makeToken({ alg: 'HS256', kid: 'rsa' }, claims, hs256(key)),
    at: both,
  })),
  {
    what: 'HS256 with the symmetric key of the key set',
    token: makeToken({ alg: 'HS256', kid: 'oct' }, claims, hs256('known to everybody, since it is published')),
    at: both,
  },
  { what: 'RS512', token: makeToken({ alg: 'RS512', kid: 'rsa' }, claims, rs256(keys.rsa.privateKey, 'RSA-SHA512')), at: both },
  { what: 'PS256', token: makeToken({ alg: 'PS256', kid: 'rsa' }, claims, rs256()), at: both },
  { what: 'ES384', token: makeToken({ alg: 'ES384', kid: 'ec' }, claims, es256(keys.p384.privateKey)), at: both },
  { what: 'ES256K', token: makeToken({ alg: 'ES256K', kid: 'ec' }, claims, es256()), at: both },
  { what: 'RS256 with the kid of the EC key', token: makeToken({ alg: 'RS256', kid: 'ec' }, claims, rs256()), at: both },
  { what: 'ES256 with the kid of the RSA key', token: makeToken({ alg: 'ES256', kid: 'rsa' }, claims, es256()), at: both },
  { what: 'RS256 without a kid', token: makeToken({ alg: 'RS256' }, claims, rs256()), at: both },
  // The wrong key.
  { what: 'HS256 with another secret', token: makeToken({ alg: 'HS256' }, claims, hs256(`${secret}x`)), at: both },
  { what: 'HS256 with an empty secret', token: makeToken({ alg: 'HS256' }, claims, hs256('')), at: both },
  {
    what: 'RS256 with another key',
    token: makeToken({ alg: 'RS256', kid: 'rsa' }, claims, rs256(keys.attackerRsa.privateKey)),
    at: both,
  },
  {
    what: 'ES256 with another key',
    token: makeToken({ alg: 'ES256', kid: 'ec' }, claims, es256(keys.attackerEc.privateKey)),
    at: both,
  },
  {
    what: 'EdDSA with another key',
    token: makeToken({ alg: 'EdDSA', kid: 'ed' }, claims, eddsa(keys.attackerEd.privateKey)),
    at: both,
  },
  {
    what: 'RS256 with a key of 1,024 bits, though it is in the key set',
    token: makeToken({ alg: 'RS256', kid: 'small' }, claims, rs256(keys.smallRsa.privateKey)),
    at: both,
  },
  {
    what: 'RS256 with a key of the set that is for encryption',
    token: makeToken({ alg: 'RS256', kid: 'for-encryption' }, claims, rs256(keys.attackerRsa.privateKey)),
    at: both,
  },
  ...['unknown', '../../../../dev/null', "rsa' OR '1'='1", '', 'rsa\u0000', 'RSA', '__proto__', 'ёжик', 'x'.repeat(4_000)].map(
    (kid) => ({
      what: `the kid ${JSON.stringify(kid).slice(0, 40)}`,
      token: makeToken({ alg: 'RS256', kid }, claims, rs256(keys.attackerRsa.privateKey)),
      at: both,
    }),
  ),
  ...[7, null, ['rsa'], { kid: 'rsa' }].map((kid) => ({
    what: `the kid ${JSON.stringify(kid)}`,
    token: makeToken({ alg: 'RS256', kid }, claims, rs256()),
    at: both,
  })),
  // A key that the token itself brings along, or an extension.
  ...[
    { jwk: attackerJwk },
    { jwk: attackerJwk, kid: 'rsa' },
    { jku: 'http://127.0.0.1:1/keys' },
    { jku: 'http://127.0.0.1:1/keys', kid: 'rsa' },
    { x5u: 'http://127.0.0.1:1/chain' },
    { x5c: [keys.attackerRsa.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')] },
  ].map((header) => ({
    what: `a key in the header: ${Object.keys(header).join(', ')}`,
    token: makeToken({ alg: 'RS256', ...header }, claims, rs256(keys.attackerRsa.privateKey)),
    at: both,
  })),
  {
    what: 'a symmetric key in the header',
    token: makeToken({ alg: 'HS256', jwk: { kty: 'oct', k: encode('x'.repeat(32)) } }, claims, hs256('x'.repeat(32))),
    at: both,
  },
  ...[
    { crit: ['exp'], exp: nowSeconds + 600 },
    { crit: ['b64'], b64: true },
    { crit: ['b64'], b64: false },
    { crit: [] },
    { crit: 'exp' },
    { crit: null },
    { crit: ['urn:example:mfa'], 'urn:example:mfa': true },
  ].flatMap((header) => forAll(`crit ${JSON.stringify(header)}`, {}, header)),
  ...[
    'at+JWT+x',
    'JWE',
    'jwt ',
    'dpop+jwt',
    'secevent+jwt',
    'logout+jwt',
    'application/json',
    'text/jwt',
    '',
    null,
    7,
    ['JWT'],
  ].flatMap((typ) => forAll(`typ ${JSON.stringify(typ)}`, {}, { typ })),
  // Good signatures, wrong claims.
  ...[
    { iss: 'https://evil.example.com/' },
    { iss: undefined },
    { iss: [issuer] },
    { iss: issuer.slice(0, -1) },
    { aud: 'other' },
    { aud: undefined },
    { aud: [] },
    { aud: ['other', 'Sluice'] },
    { aud: { sluice: true } },
    { sub: undefined },
    { sub: '' },
    { sub: 7 },
    { sub: null },
    { sub: ['ann'] },
    { sub: 'x'.repeat(513) },
    { sub: 'admin-token' },
    { sub: 'bootstrap' },
    { exp: undefined },
    { exp: null },
    { exp: nowSeconds },
    { exp: nowSeconds - 1 },
    { exp: nowSeconds - 3_600 },
    { exp: -1 },
    { exp: String(nowSeconds + 600) },
    { exp: true },
    { exp: 1e15 },
    { nbf: nowSeconds + 31 },
    { nbf: String(nowSeconds) },
    { iat: nowSeconds + 31 },
    { iat: 'today' },
    { roles: 'admin' },
    { roles: { admin: true } },
    { roles: 'viewer admin' },
    { roles: [['admin']] },
    { roles: ['admin', 7] },
    { roles: null },
    { roles: true },
    { roles: 7 },
  ].flatMap((changed) => forAll(`the claim ${inspect(changed).slice(0, 50)}`, changed)),
  ...[
    JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e400'),
    JSON.stringify([claims]),
    JSON.stringify(JSON.stringify(claims)),
    'null',
    '""',
    '7',
    '{',
    Buffer.concat([Buffer.from('{"sub":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    good.HS256(),
  ].flatMap((payload) => forAllPayloads(`the payload ${payload.toString('latin1').slice(0, 40)}`, payload)),
  // Signatures that are none.
  { what: 'an ES256 signature of r = s = 0', token: makeToken({ alg: 'ES256', kid: 'ec' }, claims, zeros(64)), at: both },
  { what: 'an ES256 signature of no bytes', token: `${esHeader}.${esPayload}.`, at: both },
  {
    what: 'an ES256 signature in DER',
    token: makeToken({ alg: 'ES256', kid: 'ec' }, claims, (input) => sign('sha256', Buffer.from(input), keys.ec.privateKey)),
    at: both,
  },
  {
    what: 'an ES256 signature on another curve',
    token: makeToken({ alg: 'ES256', kid: 'ec' }, claims, es256(keys.p384.privateKey)),
    at: both,
  },
  { what: 'an EdDSA signature of zeros', token: makeToken({ alg: 'EdDSA', kid: 'ed' }, claims, zeros(64)), at: both },
  { what: 'an RS256 signature of zeros', token: makeToken({ alg: 'RS256', kid: 'rsa' }, claims, zeros(256)), at: both },
  { what: 'an HS256 signature of zeros', token: makeToken({ alg: 'HS256' }, claims, zeros(32)), at: both },
  ...[1, 2, 16, 42].map((kept) => ({
    what: `an HS256 signature cut to ${kept} characters`,
    token: `${goodHeader}.${goodPayload}.${goodSignature.slice(0, kept)}`,
    at: both,
  })),
  ...[0, 100].map((at) => ({
    what: `an RS256 signature with another character ${at}`,
    token: `${rsHeader}.${encode(claims)}.${rsSignature.slice(0, at)}${rsSignature[at] === 'A' ? 'B' : 'A'}${rsSignature.slice(at + 1)}`,
    at: both,
  })),
  { what: 'a longer signature', token: `${good.HS256()}AAAA`, at: both },
  {
    what: 'another payload under a good signature',
    token: `${goodHeader}.${encode({ ...claims, sub: 'eve' })}.${goodSignature}`,
    at: both,
  },
  {
    what: 'another header under a good signature',
    token: `${encode({ alg: 'HS256' })}.${goodPayload}.${goodSignature}`,
    at: both,
  },
  {
    what: 'a claim twice under a good signature',
    token: `${goodHeader}.${encode(JSON.stringify(claims).replace('{', '{"sub":"eve",'))}.${goodSignature}`,
    at: both,
  },
  // Spellings.
  ...[
    { name: 'a dot at the end', change: (token: string) => `${token}.` },
    { name: 'two dots at the end', change: (token: string) => `${token}..` },
    { name: 'a dot in front', change: (token: string) => `.${token}` },
    { name: 'four parts', change: (token: string) => `${token}.${goodSignature}` },
    { name: 'five parts, as a JWE has', change: (token: string) => `${token}.${goodSignature}.${goodSignature}` },
    { name: 'one part', change: (token: string) => token.replaceAll('.', '') },
    { name: 'two parts', change: (token: string) => token.split('.').slice(0, 2).join('.') },
    { name: 'padding', change: (token: string) => `${token}=` },
    { name: 'padding in the middle', change: (token: string) => token.split('.').join('=.') },
    { name: 'bits left over in the last character', change: withLeftoverBits },
    { name: 'percent signs', change: (token: string) => token.replaceAll('.', '%2E') },
    { name: 'a comma', change: (token: string) => `${token},${token}` },
    { name: 'a semicolon', change: (token: string) => `${token};` },
    { name: 'quotes', change: (token: string) => `"${token}"` },
    { name: 'the whole encoded once more', change: (token: string) => encode(token) },
    { name: 'a plus', change: (token: string) => `${token.slice(0, -1)}+` },
    { name: 'a tab within', change: (token: string) => token.replace('.', '.\t') },
    { name: 'a space within', change: (token: string) => token.replace('.', '. ') },
    { name: 'Bearer twice', change: (token: string) => `Bearer ${token}` },
    { name: '8,193 characters', change: () => good.HS256({ more: 'x'.repeat(8_000) }) },
    { name: 'a JWE of alg dir', change: () => `${encode({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA` },
    {
      name: 'the JSON form',
      change: () => JSON.stringify({ protected: goodHeader, payload: goodPayload, signature: goodSignature }),
    },
  ].map(({ name, change }) => ({ what: `${name}, HS256`, token: change(good.HS256()), at: both })),
  { what: 'nothing but dots', token: '..', at: both },
  { what: 'a header that is no JSON', token: `${encode('{alg}')}.${goodPayload}.${goodSignature}`, at: both },
  { what: 'a header that is a list', token: makeToken('[{"alg":"HS256"}]', claims, hs256()), at: both },
  { what: 'a header deep in brackets', token: makeToken('['.repeat(3_000), claims, hs256()), at: both },
]

/** A good token of either kind, but for these claims and this header. */
function forAll(what: string, changed: Json, header: Json = {}): readonly Forged[] {
  return [
    { what: `${what}, HS256`, token: good.HS256(changed, header), at: ['SECRET'] },
    { what: `${what}, ES256`, token: good.ES256(changed, header), at: ['KEY_SET'] },
  ]
}

function forAllPayloads(what: string, payload: string | Buffer): readonly Forged[] {
  return [
    { what: `${what}, HS256`, token: makeToken({ alg: 'HS256' }, payload, hs256()), at: ['SECRET'] },
    { what: `${what}, ES256`, token: makeToken({ alg: 'ES256', kid: 'ec' }, payload, es256()), at: ['KEY_SET'] },
  ]
}

/** The same bytes under another spelling: 43 characters for 32 bytes leave 2 bits over. */
function withLeftoverBits(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + (alphabet[alphabet.indexOf(token.at(-1) ?? '') + 1] ?? '')
}
