import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RefusalCode } from '../../../src/core/request/refusal.ts'
import { holds } from '../arbitraries.ts'
import { answers, refused } from './branches.ts'

type Parts = {
  readonly scheme: string
  readonly user: string
  readonly label: string
  readonly suffix: string
  readonly port: string
  readonly path: string
  readonly rest: string
  readonly times: number
}
type Defect = {
  readonly code: RefusalCode
  readonly status: number
  readonly name: string
  readonly spoil: (parts: Parts) => Partial<Parts>
}

const good: Parts = {
  scheme: 'http://',
  user: '',
  label: 's1',
  suffix: 'origin-cluster',
  port: '',
  path: '/a',
  rest: '?q',
  times: 1,
}

/** The rows of the table, in its order, each as a way to spoil a good URL that leaves all others possible. */
const defects: readonly Defect[] = [
  { code: 'VIDEO_AMBIGUOUS', status: 400, name: 'given twice', spoil: () => ({ times: 2 }) },
  {
    code: 'VIDEO_REQUIRED',
    status: 400,
    name: 'empty',
    spoil: () => ({ scheme: '', user: '', label: '', suffix: '', port: '', path: '', rest: '' }),
  },
  { code: 'VIDEO_ENCODING', status: 400, name: 'broken escape', spoil: ({ rest }) => ({ rest: `${rest}%zz` }) },
  { code: 'VIDEO_TOO_LONG', status: 414, name: 'too long', spoil: ({ rest }) => ({ rest: rest.padEnd(4_097, 'x') }) },
  { code: 'VIDEO_CHARACTERS', status: 400, name: 'space', spoil: ({ rest }) => ({ rest: `${rest}%20` }) },
  { code: 'VIDEO_SCHEME', status: 400, name: 'scheme', spoil: () => ({ scheme: 'ftp://' }) },
  { code: 'VIDEO_CREDENTIALS', status: 400, name: 'credentials', spoil: () => ({ user: 'user@' }) },
  { code: 'VIDEO_HOST', status: 400, name: 'host', spoil: ({ suffix }) => ({ suffix: `${suffix}.` }) },
  { code: 'HOST_NOT_ALLOWED', status: 403, name: 'suffix', spoil: ({ suffix }) => ({ suffix: `evil.${suffix}` }) },
  { code: 'HOST_NOT_ALLOWED', status: 403, name: 'server label', spoil: () => ({ label: 'x1' }) },
  { code: 'PORT_NOT_ALLOWED', status: 403, name: 'port', spoil: () => ({ port: ':8080' }) },
  { code: 'VIDEO_PATH', status: 400, name: 'no path', spoil: () => ({ path: '/' }) },
  { code: 'VIDEO_PATH', status: 400, name: 'dot segment', spoil: ({ path }) => ({ path: `${path}/..` }) },
  { code: 'VIDEO_PATH', status: 400, name: 'encoded slash', spoil: ({ path }) => ({ path: `${path}%252f` }) },
]

it('has a URL that nothing refuses to start from', () => {
  expect(answers(spoilt([])).origin).toBe('http://s1.origin-cluster/a?q')
})

it.each(defects)('refuses $name alone with $code', (defect) => {
  expect(answers(spoilt([defect]))).toEqual(refused(`${defect.code} ${defect.status}`))
})

const pairs = defects.flatMap((first, index) =>
  defects.slice(index + 1).map((second) => ({ first, second, one: first.name, other: second.name })),
)

it.each(pairs)('says $one before $other', ({ first, second }) => {
  expect(answers(spoilt([first, second]))).toEqual(refused(`${first.code} ${first.status}`))
})

it('says the first of any number of defects', () => {
  holds(
    fc.property(fc.subarray([...defects], { minLength: 1 }), (chosen) => {
      expect(answers(spoilt(chosen))).toEqual(refused(`${chosen[0]?.code} ${chosen[0]?.status}`))
    }),
  )
})

/** From the last row to the first: what an earlier one needs, a later one must not undo. */
function spoilt(chosen: readonly Defect[]): string {
  const { scheme, user, label, suffix, port, path, rest, times } = chosen.reduceRight(
    (parts, { spoil }) => ({ ...parts, ...spoil(parts) }),
    good,
  )
  const host = [label, suffix].filter((part) => part !== '').join('.')
  return `/?${`&video=${scheme}${user}${host}${port}${path}${rest}`.repeat(times)}`
}
