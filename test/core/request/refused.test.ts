import { expect, it } from 'vitest'
import { refusalMessage, refuse } from '../../../src/core/request/refusal.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { nobody } from '../../support/clients.ts'
import { countersWith, tableWith } from '../../support/config.ts'
import { answers, refused, targetOf } from './branches.ts'

const good = 'http://s1.origin-cluster/a.m3u8'

it.each([
  { code: 'VIDEO_AMBIGUOUS', target: `/?video=${good}&video=${good}` },
  { code: 'VIDEO_AMBIGUOUS', target: `/?video=${good}&video=` },
  { code: 'VIDEO_AMBIGUOUS', target: `/?video&x=1&video=${good}` },
  { code: 'VIDEO_AMBIGUOUS', target: '/?video&video' },
  { code: 'VIDEO_AMBIGUOUS', target: `/?video=${good}?t=1&video=2` },
  { code: 'VIDEO_AMBIGUOUS', target: `/?video=1&video=2&video=3` },
  { code: 'VIDEO_REQUIRED', target: '/' },
  { code: 'VIDEO_REQUIRED', target: '/?' },
  { code: 'VIDEO_REQUIRED', target: '/?video' },
  { code: 'VIDEO_REQUIRED', target: '/?video=' },
  { code: 'VIDEO_REQUIRED', target: '/?=&&' },
  { code: 'VIDEO_REQUIRED', target: '/?CMCD=bs&_HLS_msn=1' },
  { code: 'VIDEO_REQUIRED', target: `/?video[]=${good}` },
  { code: 'VIDEO_REQUIRED', target: `/?%76ideo=${good}` },
  { code: 'VIDEO_REQUIRED', target: `/?VIDEO=${good}` },
  { code: 'VIDEO_REQUIRED', target: `/??video=${good}` },
  { code: 'VIDEO_REQUIRED', target: `/?video%20=${good}` },
  { code: 'VIDEO_REQUIRED', target: `/#?video=${good}` },
  { code: 'VIDEO_REQUIRED', target: `/?x#&video=${good}` },
  { code: 'VIDEO_REQUIRED', target: `/?video=#${good}` },
  { code: 'VIDEO_REQUIRED', target: `/?x;video=${good}` },
])('answers $code to $target', ({ code, target }) => {
  expect(answers(target)).toEqual(refused(`${code} 400`))
})

it.each([
  '%',
  '%%',
  '%4',
  '%zz',
  '%c0%ae',
  '%ff',
  '%c3',
  '%ed%a0%bd%ed%b8%80',
  '%f4%90%80%80',
  '\u00ff',
  '\u00e9',
  '\u00c3',
  '%a9',
])('refuses the escapes or bytes %j of the wire', (bytes) =>
  expect(answers(`/?video=${good}${bytes}`)).toEqual(refused('VIDEO_ENCODING 400')),
)

const controls = [...Array(0x21).keys(), ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index), 0x5c].map((unit) =>
  String.fromCharCode(unit),
)

it.each(controls.map((character) => ({ character, escape: encodeURIComponent(character) })))(
  'refuses $escape anywhere in the value',
  ({ character }) => {
    const videos = [
      `${character}${good}`,
      `http:/${character}/s1.origin-cluster/a`,
      `http://s1.${character}origin-cluster/a`,
      `${good}${character}`,
      `${good}?x=${character}1`,
      `${good}#${character}`,
    ]
    expect(videos.map((video) => answers(targetOf(video)))).toEqual(videos.map(() => refused('VIDEO_CHARACTERS 400')))
  },
)

it.each([
  'ftp://s1.origin-cluster/a',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '//s1.origin-cluster/a',
  's1.origin-cluster/a',
  'http:s1.origin-cluster/a',
  'http:/s1.origin-cluster/a',
  'httpx://s1.origin-cluster/a',
  'httpss://s1.origin-cluster/a',
  'xhttp://s1.origin-cluster/a',
  'http\u017f://s1.origin-cluster/a',
  '\ufeffhttp://s1.origin-cluster/a',
  'http%3a//s1.origin-cluster/a',
  '.',
])('refuses the scheme of %s', (video) => {
  expect(answers(targetOf(video))).toEqual(refused('VIDEO_SCHEME 400'))
})

it.each([
  'http://user@s1.origin-cluster/a',
  'http://user:secret@s1.origin-cluster/a',
  'http://:@s1.origin-cluster/a',
  'http://@s1.origin-cluster/a',
  'http://a@b@s1.origin-cluster/a',
  'http://s1.origin-cluster@evil.com/a',
  'http://s1.origin-cluster:80@evil.com/a',
])('refuses the credentials of %s', (video) => {
  expect(answers(targetOf(video))).toEqual(refused('VIDEO_CREDENTIALS 400'))
})

it.each(['/a@b', '/a?u=x@y'])('takes an @ behind the authority for what it is: %s', (resource) => {
  expect(answers(targetOf(`http://s1.origin-cluster${resource}`)).origin).toBe(`http://s1.origin-cluster${resource}`)
})

it.each([
  'http:///a',
  'http://',
  'http://?x',
  'http://:80/a',
  'http://./a',
  'http://s1.origin-cluster./a',
  'http://s1..origin-cluster/a',
  'http://.origin-cluster/a',
  'http://s1_.origin-cluster/a',
  'http://s1%2eorigin-cluster/a',
  'http://s1*.origin-cluster/a',
  'http://s1;.origin-cluster/a',
  'http://[::1]/a',
  'http://s1.origin-cluster。/a',
  'http://s1。origin-cluster/a',
  'http://s①.origin-cluster/a',
  'http://ѕ1.origin-cluster/a',
  'http://\u017f1.origin-cluster/a',
  'http://s1.\u200borigin-cluster/a',
])('refuses the characters of the host of %s', (video) => {
  expect(answers(targetOf(video))).toEqual(refused('VIDEO_HOST 400'))
})

it('does not let lower-casing make a listed host of a Kelvin sign', () => {
  const parts = { originClusters: [{ hostSuffix: 'kino' }] }
  expect(answers(targetOf('http://s1.\u212aino/a'), parts)).toEqual(refused('VIDEO_HOST 400'))
})

it.each(['s', 's12345', 's-1', 's1-s2', 'ss1', '1', 't1', 's1a', 'origin-cluster', 'xn--s1-'])(
  'refuses the server label %s',
  (label) => {
    expect(answers(targetOf(`http://${label}.origin-cluster/a`))).toEqual(refused('HOST_NOT_ALLOWED 403'))
  },
)

it.each(['127.0.0.1', '2130706433', '0x7f.0.0.1', '0177.1', '0', '127.0.0.1.nip.io', 's1.0x7f000001'])(
  'refuses the IPv4 form %s',
  (host) => {
    expect(answers(targetOf(`http://${host}/a`))).toEqual(refused('HOST_NOT_ALLOWED 403'))
  },
)

it.each(['', '/', '//', '/////', '?x=/a', '/?x', '#/a', '/#a', '//?'])(
  'refuses the path of %j, which names nothing',
  (resource) => {
    expect(answers(targetOf(`http://s1.origin-cluster${resource}`))).toEqual(refused('VIDEO_PATH 400'))
  },
)

const dots = ['.', '..', '%2e', '%2E', '.%2e', '%2E.', '%2e%2E']

it.each(dots.flatMap((dot) => [`/${dot}`, `/${dot}/a`, `/a/${dot}`, `/a/${dot}/b`, `//${dot}/a`, `/a/${dot}?x`, `/a/${dot}#x`]))(
  'refuses the dot segment in %s',
  (resource) => expect(answers(targetOf(`http://s1.origin-cluster${resource}`))).toEqual(refused('VIDEO_PATH 400')),
)

it.each(['/%2f', '/a%2Fb', '/a%2f', '/%5c', '/a%5Cb'])('refuses the encoded separator in %s', (resource) => {
  expect(answers(targetOf(`http://s1.origin-cluster${resource}`))).toEqual(refused('VIDEO_PATH 400'))
})

it.each(['/...', '/.a', '/a.', '/..a/b', '/a..', '/%2e%2e%2e', '/a/.%2ea', '/a;..;/b'])(
  'takes %s for an ordinary path',
  (resource) => {
    expect(answers(targetOf(`http://s1.origin-cluster${resource}`)).origin).toBe(`http://s1.origin-cluster${resource}`)
  },
)

it.each([
  { received: 'ftp://x', shown: 'ftp://x' },
  { received: 'é\r\nSet-Cookie: a', shown: '???Set-Cookie: a' },
  { received: 'x'.repeat(64), shown: 'x'.repeat(64) },
  { received: 'x'.repeat(65), shown: `${'x'.repeat(63)}~` },
])('shows of $received printable ASCII cut at 64 characters', ({ received, shown }) => {
  expect(refusalMessage(refuse('VIDEO_SCHEME', received))).toBe(
    `received "${shown}", allowed is http:// or https://; give an absolute URL`,
  )
})

it('does not show the credentials that it refuses', () => {
  const decision = decide(tableWith(), countersWith(), targetOf('http://user:secret@s1.origin-cluster/a'), nobody)
  expect(decision).toEqual({ kind: 'REFUSED', code: 'VIDEO_CREDENTIALS', received: 'user information' })
})
