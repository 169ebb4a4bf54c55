import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forms } from '../../../src/core/signing/forms.ts'
import type { Span } from '../../../src/core/signing/form.ts'
import { directoryOf, splitUrl } from '../../../src/core/signing/url-parts.ts'
import { cdnChecks, moveTo } from '../../support/signed-urls.ts'
import { baseUrl, holds } from '../arbitraries.ts'

type Form = keyof typeof forms

const names = Object.keys(forms) as readonly Form[]
const secretsOf = {
  EDGE_AUTH: ['000102030405060708090a0b0c0d0e0f', 'fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0'],
  SECURE_LINK: ['a secret of an nginx', 'another secret of it'],
  URI_SIGNING: ['nxb7fyO5Z2hGz9E3oKm1357ptvC2su5QwQUb4YaIaIc', 'cXKukBqFvQ0n3WAuRnWfExC14dmHdGoJULoZjGu9tJC'],
} as const
const notKeys: Readonly<Record<Form, readonly string[]>> = {
  EDGE_AUTH: ['', 'abc', 'not hexadecimal!', '00'.repeat(65)],
  SECURE_LINK: ['', 'a\u0000b', 'é', 'x'.repeat(513)],
  URI_SIGNING: [
    '',
    'nxb7fyO5Z2hGz9E3oKm1357ptvC2su5QwQUb4YaIaI',
    'nxb7fyO5Z2hGz9E3oKm1357ptvC2su5QwQUb4YaIa+c',
    'A'.repeat(1_025),
  ],
}
const span: Span = { fromEpochSeconds: 1_000, untilEpochSeconds: 2_000 }

/** Characters that mean something in lists, expressions and escapes, among plain ones. */
const segment = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      '7',
      '-',
      '_',
      '.b',
      '~',
      '!',
      '*',
      '(',
      ')',
      '+',
      '$',
      ',',
      ';',
      ':',
      '@',
      '=',
      "'",
      '&',
      '%20',
      '%C3%A9',
      '%7e',
      '%41',
      '%2a',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`)
const query = fc.constantFrom('', '?a=1', '?a=1&hdnts=x&b', '?MD5=x&expires=1&md5', '?URISigningPackage=x.y.z', '?', '?&&')
const url = fc
  .tuple(baseUrl, path, query)
  .map(([base, ...rest]) => `${base.startsWith('http') ? '' : 'https://'}${base}/s1${rest.join('')}`)

describe.each(names)('a URL signed by %s', (form) => {
  const [first, second] = secretsOf[form]
  const signsDirectory = form !== 'SECURE_LINK'
  const signOf = (unsigned: string): string => forms[form].prepare(first)?.(splitUrl(unsigned), span) ?? ''
  const isServed = (signed: string, secrets: readonly string[] = [first], nowEpochSeconds = 1_500): boolean =>
    cdnChecks[form](signed, { secrets, nowEpochSeconds })

  it(`is served, and ${signsDirectory ? 'so is' : 'nothing else of'} all below its directory`, () => {
    holds(
      fc.property(url, path, (unsigned, other) => {
        const signed = signOf(unsigned)
        const below = moveTo(signed, `${directoryOf(splitUrl(unsigned).path)}z${other.slice(1)}`)
        expect([isServed(signed), isServed(below)]).toEqual([true, signsDirectory])
      }),
    )
  })

  it('is served by a CDN that takes two secrets, and not by one that takes another', () => {
    holds(
      fc.property(url, (unsigned) => {
        const signed = signOf(unsigned)
        expect([isServed(signed, [second, first]), isServed(signed, [second])]).toEqual([true, false])
      }),
    )
  })

  it('is served until its time is over, and not with a later time', () => {
    holds(
      fc.property(url, (unsigned) => {
        const signed = signOf(unsigned)
        const later = signed.replace(/(exp=|expires=)2000/, '$12999').replace(/(URISigningPackage=[^.]+\..{30})./, '$1_')
        expect([isServed(signed, [first], 1_999), isServed(signed, [first], 2_001), isServed(later)]).toEqual([
          true,
          false,
          false,
        ])
      }),
    )
  })

  it('is not served at another path', () => {
    holds(
      fc.property(url, path, (unsigned, other) => {
        expect(isServed(moveTo(signOf(unsigned), `/elsewhere${other}`))).toBe(false)
      }),
    )
  })

  it('has host, path and query of the URL, but for parameters of the names that are added', () => {
    holds(
      fc.property(url, (unsigned) => {
        const added = { EDGE_AUTH: ['hdnts'], SECURE_LINK: ['md5', 'expires'], URI_SIGNING: ['urisigningpackage'] }[form]
        const [before, after] = [splitUrl(unsigned), splitUrl(signOf(unsigned))]
        const rest = (given: string): readonly string[] =>
          given
            .slice(1)
            .split('&')
            .filter((one) => one !== '' && !added.includes((one.split('=')[0] ?? '').toLowerCase()))
        expect(after.origin).toBe(before.origin)
        expect(after.path.replace(/URISigningPackage=[^/]+\//, '')).toBe(before.path)
        expect(rest(after.query)).toEqual(rest(before.query))
      }),
    )
  })

  it.each(notKeys[form])('is not made of %j as a secret', (value) => {
    expect(forms[form].prepare(value)).toBeUndefined()
  })
})
