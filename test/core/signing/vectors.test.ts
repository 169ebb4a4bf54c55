import { describe, expect, it } from 'vitest'
import { forms } from '../../../src/core/signing/forms.ts'
import { splitUrl } from '../../../src/core/signing/url-parts.ts'
import { claimsOf } from '../../support/signed-urls.ts'

const until = (untilEpochSeconds: number) => ({ fromEpochSeconds: untilEpochSeconds - 3_600, untilEpochSeconds })

describe('EDGE_AUTH', () => {
  it('makes the token that a published test of another signer expects', () => {
    // cloudinary_gem, spec/utils_spec.rb: acl "*", end_time 10000000, key 00aabbff. Akamai's EdgeAuth-Token-Python makes the same.
    const token = 'exp=10000000~acl=*~hmac=030eafb6b19e499659d699b3d43e7595e35e3c0060e8a71904b3b8c8759f4890'
    const parts = { origin: 'https://cdn.example.com', path: '', query: '' }
    expect(forms.EDGE_AUTH.prepare('00aabbff')?.(parts, until(10_000_000))).toBe(`https://cdn.example.com?hdnts=${token}`)
  })

  it('makes the token of Akamai’s own generator for a directory', () => {
    // akamai/EdgeAuth-Token-Python: EdgeAuth(key=…, end_time=1700003600).generate_acl_token('/vod/s1/film/*')
    const token = 'exp=1700003600~acl=/vod/s1/film/*~hmac=7ece4766a9a228df433535505b855f2320c5507953fb927c44496dad96e3142e'
    const url = splitUrl('https://cdn.example.com/vod/s1/film/master.m3u8?cmcd=1')
    expect(forms.EDGE_AUTH.prepare('52a152a152a152a152a152a152a1')?.(url, until(1_700_003_600))).toBe(
      `https://cdn.example.com/vod/s1/film/master.m3u8?cmcd=1&hdnts=${token}`,
    )
  })
})

it('SECURE_LINK makes the link of nginx’s documentation', () => {
  // ngx_http_secure_link_module: "2147483647/s/link127.0.0.1 secret". Its address behind the path is here a part of the path.
  const url = splitUrl('https://cdn.example.com/s/link127.0.0.1')
  expect(forms.SECURE_LINK.prepare('secret')?.(url, until(2_147_483_647))).toBe(
    'https://cdn.example.com/s/link127.0.0.1?md5=_e4Nc3iduzkWRm01TBBNYw&expires=2147483647',
  )
})

describe('URI_SIGNING', () => {
  const ecKey = {
    kty: 'EC',
    crv: 'P-256',
    x: 'be807S4O7dzB6I4hTiCUvmxCI6FuxWba1xYBlLSSsZ8',
    y: 'rOGC4vI69g-WF9AGEVI37sNNwbjIzBxSjLvIL7f3RBA',
  }

  // RFC 9246 has ES256 alone, so its packages are verified, and the claims of ours have their form. HS256 is that of RFC 7515.
  it.each([
    {
      of: 'RFC 9246, A.1',
      key: ecKey,
      jwt: 'eyJhbGciOiJFUzI1NiIsImtpZCI6IlA1VXBPdjBlTXExd2N4TGY3V3hJZzA5SmRTWUdZRkRPV2tsZHVlYUltZjAifQ.eyJleHAiOjE2NDY4NjczNjksImlzcyI6InVDRE4gSW5jIiwiY2RuaXVjIjoiaGFzaDpzaGEtMjU2OzJ0ZGVyZldQYTg2S3U3WW56VzUxWVVwN2RHVWpCU18zU1czRUx4NGhtV1kifQ.TaNlJM3D96i_9J9XvlICO6FUIDFTqt3E2YJkEUOLfcH0b89wYRKTbJ9Yj6h_GRgSoZoQO0cps3yUPcWGK3smCw',
      claims: { iss: 'uCDN Inc', exp: 1_646_867_369, cdniuc: 'hash:sha-256;2tderfWPa86Ku7YnzW51YUp7dGUjBS_3SW3ELx4hmWY' },
    },
    {
      of: 'RFC 9246, A.3',
      key: ecKey,
      jwt: 'eyJhbGciOiJFUzI1NiIsImtpZCI6IlA1VXBPdjBlTXExd2N4TGY3V3hJZzA5SmRTWUdZRkRPV2tsZHVlYUltZjAifQ.eyJjZG5pZXRzIjozMCwiY2RuaXN0dCI6MSwiY2RuaXN0ZCI6MiwiZXhwIjoxNjQ2ODY3MzY5LCJjZG5pdWMiOiJyZWdleDpodHRwOi8vY2RuaVxcLmV4YW1wbGUvZm9vL2Jhci9bMC05XXszfVxcLnRzIn0.tlPvoKw3BCClw4Lx9PQu7MK6b2IN55ZoCPSaxovGK0zS53Wpb1MbJBow7G8LiGR39h6-2Iq7PWUSr3MdTIzHYw',
      claims: { exp: 1_646_867_369, cdniuc: String.raw`regex:http://cdni\.example/foo/bar/[0-9]{3}\.ts` },
    },
    {
      of: 'the tests of Apache Traffic Server',
      key: { kty: 'oct', k: 'GJMCTyZhNoSOZvUOKmmY9MtGSLaONNLHqtKwsC3MWKo' },
      jwt: 'eyJLZXlJREtleSI6IjUiLCJhbGciOiJIUzI1NiJ9.eyJjZG5pZXRzIjozMCwiY2RuaXN0dCI6MSwiaXNzIjoiTWFzdGVyIElzc3VlciIsImF1ZCI6InRlc3RlciIsImNkbml1YyI6InJlZ2V4Omh0dHA6Ly93d3cuZm9vYmFyLmNvbS8qIn0.InBxVm6OOAglNqc-U5wAZaRQVebJ9PK7Y9i7VFHWYHU',
      claims: { iss: 'Master Issuer', cdniuc: 'regex:http://www.foobar.com/*' },
    },
    {
      of: 'RFC 7515, A.1',
      key: {
        kty: 'oct',
        k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
      },
      jwt: 'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      claims: { iss: 'joe', exp: 1_300_819_380 },
    },
  ])('is held to a verifier that takes the package of $of, and no changed one', ({ key, jwt, claims }) => {
    expect(claimsOf(jwt, [key])).toMatchObject(claims)
    expect(claimsOf(jwt.replace(/^(.{70})./, '$1_'), [key])).toBeUndefined()
  })

  it('makes a package with claims of the forms that RFC 9246 has, as a path-style parameter', () => {
    const k = 'GJMCTyZhNoSOZvUOKmmY9MtGSLaONNLHqtKwsC3MWKo'
    const url = splitUrl('https://cdn.example.com:443/vod/s1/%7efilm(1)/master.m3u8?a=b')
    const signed = forms.URI_SIGNING.prepare(k)?.(url, until(1_700_003_600)) ?? ''
    const [, before, jwt = '', behind] = /^(.*\/)URISigningPackage=([\w.-]+)\/(.*)$/.exec(signed) ?? []
    expect([before, behind]).toEqual(['https://cdn.example.com:443/vod/s1/%7efilm(1)/', 'master.m3u8?a=b'])
    expect(claimsOf(jwt, [{ kty: 'oct', k }])).toEqual({
      cdniv: 1,
      iss: 'sluice',
      nbf: 1_700_000_000,
      exp: 1_700_003_600,
      cdniuc: String.raw`regex:https://cdn\.example\.com/vod/s1/~film\(1\)/.*`,
    })
  })
})
