import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTemplate, templatePattern, usualTemplate, type UrlTemplate } from '../../../src/core/config/url-template.ts'
import { urlTemplate } from '../arbitrary-templates.ts'
import { holds } from '../arbitraries.ts'

const text = (piece: string): { readonly text: string } => ({ text: piece })
const ofBase = { scheme: undefined, authority: undefined } as const

it.each<readonly [template: string, parsed: UrlTemplate]>([
  ['{scheme}://{base}/{server}{path}{query}', usualTemplate],
  ['{scheme}://{base}{path}', { ...ofBase, rest: ['path'] }],
  ['https://{base}{path}{query}', { ...ofBase, scheme: 'https', rest: ['path', 'query'] }],
  ['{scheme}://B.example.com:0080/v1/{path}', { ...ofBase, authority: 'b.example.com:80', rest: [text('/v1/'), 'path'] }],
  ['http://8.8.8.8{path}/{server}', { scheme: 'http', authority: '8.8.8.8', rest: ['path', text('/'), 'server'] }],
  ['{scheme}://{base}//a@b:1/%2F{path};x=1{query}', { ...ofBase, rest: [text('//a@b:1/%2F'), 'path', text(';x=1'), 'query'] }],
  ['{scheme}://{base}/{server}-a/b{path}', { ...ofBase, rest: [text('/'), 'server', text('-a/b'), 'path'] }],
  [
    '{scheme}://{base}/.a/..b/{server}.{path}.ts',
    { ...ofBase, rest: [text('/.a/..b/'), 'server', text('.'), 'path', text('.ts')] },
  ],
  ['{scheme}://{base}/.{server}{path}', { ...ofBase, rest: [text('/.'), 'server', 'path'] }],
  ['{scheme}://{base}{path}e.m3u8', { ...ofBase, rest: ['path', text('e.m3u8')] }],
])('parses %s', (template, parsed) => {
  expect(parseTemplate(template)).toEqual({ ok: true, value: parsed })
  expect(template).toMatch(templatePattern)
})

const begin = /^begin with \{scheme\}:\/\/\{base\}, or with/
const once = /^name it once$/
const long = /^shorten it$/
const host = /^correct the host: /
const dots = /^leave out segments of "\." and "\.\."$/
const dotsBehind = /^leave out what makes a segment/
const slash = /^put a "\/" between \{path\} and \{server\}$/
const encode = /^percent-encode what a URL may not hold$/
const refused: readonly (readonly [template: string, remedy: RegExp])[] = [
  ['', /^put \{path\} where/],
  ['{scheme}://{base}/{server}{query}', /^put \{path\} where/],
  ['{scheme}://{base}/{PATH}', /^use \{scheme\} \{base\} \{server\} \{path\} \{query\}$/],
  ['{scheme}://{base}{path}{token}', /^use \{scheme\}/],
  ['{scheme}://{base}{path}{}', /^use \{scheme\}/],
  ['{scheme}://{base}{path}{constructor}', /^use \{scheme\}/],
  ['{scheme}://{base}{path}{path}', once],
  ['{scheme}://{base}/{server}/{server}{path}', once],
  ...[
    '{path}',
    '/{server}{path}',
    '//{base}{path}',
    '{base}{path}',
    'ftp://{base}{path}',
    'javascript://{base}{path}',
    'HTTPS://{base}{path}',
    '{scheme}:{base}{path}',
    '{scheme}:///{base}{path}',
    ' {scheme}://{base}{path}',
    '{scheme}://{server}{path}',
    '{scheme}://{server}.example.com{path}',
    '{scheme}://{path}',
    '{scheme}://{query}/{path}',
    '{scheme}://{base}{server}{path}',
    '{scheme}://{base}{query}{path}',
    '{scheme}://{base}.evil.com/{path}',
    '{scheme}://{base}:80{path}',
    '{scheme}://{base}@evil.com{path}',
    '{scheme}://evil.com@{base}{path}',
    '{scheme}://evil.com:{base}{path}',
    '{scheme}://{base}evil{path}',
    '{scheme}://{base}\\{path}',
    '{scheme}://{base}?{path}',
    '{scheme}://{base}#{path}',
    'https://cdn.example.com?{path}',
    'https://cdn.example.com#{path}',
    'https://cdn{server}.example.com{path}',
    'https://{path}@evil.com/',
  ].map((template) => [template, begin] as const),
  ...[
    'user@cdn.example.com',
    'user:secret@cdn.example.com',
    'cdn.example.com:99999',
    'cdn.example.com:',
    'cdn.example.com:x',
    '[::1]',
    '[::1]:80',
    '127.1',
    '0x7f.1',
    'cdn.example.com\\evil.com',
    'cdn.example.com\n',
    'cdn.example.com ',
    'cdn%2eexample.com',
    'cdn..example.com',
    '-cdn.example.com',
    'cdn.example.com.',
    'é.example.com',
    '\u212a.example.com',
    '@',
    ':80',
  ].map((authority) => [`https://${authority}{path}`, host] as const),
  ['{scheme}://{base}/{scheme}{path}', once],
  ['https://{base}/{scheme}{path}', /^name \{scheme\} and \{base\} before/],
  ['https://cdn.example.com/{base}{path}', /^name \{scheme\} and \{base\} before/],
  ...['?a=1', '#a', '/a?b=/'].map((piece) => [`{scheme}://{base}${piece}{path}`, /^(?:leave "\?" and "#" out|begin)/] as const),
  ['{scheme}://{base}{path}?server={server}', /^leave "\?" and "#" out/],
  ['{scheme}://{base}{path}{query}&a=1', /^put \{query\} at the end$/],
  ['{scheme}://{base}/{query}{path}', /^put \{query\} at the end$/],
  ...['/{', '/}', '/{{server}}', '/a b', '/a\tb', '/\0', '/a\r\nb', '/é', '/\\..\\', '/"', '/<', '/^', '/`', '/[a]'].map(
    (piece) => [`{scheme}://{base}${piece}{path}`, encode] as const,
  ),
  ['{scheme}://{base}{path}\n', encode],
  ...['/%', '/%4', '/%zz', '/a%'].map((piece) => [`{scheme}://{base}${piece}{path}`, /^write "%" as "%25"$/] as const),
  ['{scheme}://{base}/%{server}{path}', /^write "%" as/],
  ['{scheme}://{base}{path}%2{query}', /^write "%" as/],
  ...['/.', '/..', '/%2e', '/.%2E', '/./a', '/../a', '/a/%2e./b', '//..'].map(
    (piece) => [`{scheme}://{base}${piece}{path}`, dots] as const,
  ),
  ...['/.', '/..', '/%2e%2E', '/./', '/../a'].map((piece) => [`{scheme}://{base}{path}${piece}{query}`, dots] as const),
  ...['.', '..', '%2e', '%2E.', './a', '../', '2e', '2E.', 'e', 'e%2e', 'E/a', '.%2e'].map(
    (piece) => [`{scheme}://{base}{path}${piece}{query}`, dotsBehind] as const,
  ),
  ...['', '-', 'a', '.', '~A'].map((piece) => [`{scheme}://{base}{path}${piece}{server}`, slash] as const),
  [`{scheme}://{base}/${'a'.repeat(500)}{path}`, long],
]

it.each(refused)('refuses %j', (template, remedy) => {
  const allowed = expect.stringContaining('{path} once, at most 512 characters') as string
  const problem = { code: 'TEMPLATE_INVALID', allowed, remedy: expect.stringMatching(remedy) as string }
  expect(parseTemplate(template)).toMatchObject({ ok: false, problem })
})

it('names what is wrong, and nothing that a terminal would act on', () => {
  const received = (template: string): unknown => {
    const parsed = parseTemplate(template)
    return parsed.ok ? undefined : parsed.problem.received
  }
  expect(received('{scheme}://{base}{path}{token}')).toBe('{token}')
  expect(received('{scheme}://{base}{path}{path}')).toBe('{path} twice')
  expect(received('{scheme}://u@h{path}')).toBe('u@h')
  expect(received(`${'a'.repeat(513)}{path}`)).toBe('519 characters')
  expect(received('{scheme}://{base}/\u001b[31m{path}')).toBe('{scheme}://{base}/?[31m{path}')
})

describe('the pattern of the JSON Schema', () => {
  it('takes every template that the parser takes', () => {
    holds(
      fc.property(urlTemplate, (template) => {
        expect(parseTemplate(template)).toMatchObject({ ok: true })
        expect(template).toMatch(templatePattern)
      }),
      2_000,
    )
  })

  it('lets only through what needs more than a pattern', () => {
    const through = refused.filter(([template]) => templatePattern.test(template)).map(([, remedy]) => remedy)
    expect(new Set(through)).toEqual(new Set([once, host, dots, dotsBehind, slash, long]))
  })
})

it('reads any text in linear time', () => {
  for (const piece of ['{', '{path', '%', '{path}', '/.', 'a@', '{server}/']) {
    expect(parseTemplate(`{scheme}://{base}/${piece.repeat(500)}`.slice(0, 512))).toMatchObject({ ok: false })
  }
})
