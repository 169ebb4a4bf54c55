import { describe, expect, it } from 'vitest'
import { signersOf } from '../../../src/core/conditions/signers.ts'
import { cdnWith } from '../../support/config.ts'
import { goodSecrets, secretsWith, signingWith } from '../../support/signing.ts'
import { missing } from '../../../src/core/signing/secret.ts'

const cdns = [
  cdnWith({ key: 'a', signing: signingWith() }),
  cdnWith({
    key: 'b',
    signing: signingWith({ form: 'URI_SIGNING', secret: 'env:SLUICE_SECRET_B', ttlSeconds: 60, clockSkewSeconds: 5 }),
  }),
  cdnWith({ key: 'c' }),
]
const whole = secretsWith({ 'file:a': goodSecrets.EDGE_AUTH, 'env:SLUICE_SECRET_B': goodSecrets.URI_SIGNING })

it('signs for the CDNs that want it, by the order of the configuration', () => {
  const { signs, missing: none } = signersOf(cdns, whole)
  expect([signs.map((sign) => typeof sign), none.size]).toEqual([['function', 'function', 'undefined'], 0])
})

it('lets a URL hold for its time by every clock within the skew', () => {
  const [signA, signB] = signersOf(cdns, whole).signs
  expect(signA?.('https://a.example/v/x', 1_000_999)).toContain('hdnts=exp=4630~')
  const [, jwt = ''] = /URISigningPackage=([^/]+)/.exec(signB?.('https://b.example/v/x', 1_000_999) ?? '') ?? []
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as object
  expect(claims).toMatchObject({ nbf: 995, exp: 1_065 })
})

describe('a secret that can’t sign', () => {
  it.each([
    { what: 'was not read', secrets: new Map(), why: 'file:a: it was not read yet' },
    { what: 'is missing', secrets: new Map([['file:a', missing('no such file')]]), why: 'file:a: no such file' },
    {
      what: 'is none of the form',
      secrets: secretsWith({ 'file:a': 'not hexadecimal' }),
      why: 'file:a: its first line is no secret of EDGE_AUTH, allowed are an even number of hexadecimal digits, 128 at most',
    },
  ])('names the reference and that it $what', ({ secrets, why }) => {
    const found = signersOf(cdns.slice(0, 1), secrets)
    expect([found.signs, [...found.missing]]).toEqual([[undefined], [['a', why]]])
  })
})
