import { expect, it } from 'vitest'
import { describeRevision, isSameRevision, joinReported } from '../../../src/core/config/revision-identity.ts'

const one = { number: 3, sha256: 'ab12cd34ef' }

it.each([
  { what: 'the same number and hash', other: { ...one }, same: true },
  { what: 'another number with the same hash', other: { ...one, number: 4 }, same: false },
  { what: 'the same number with another hash', other: { ...one, sha256: 'other' }, same: false },
  { what: 'the same number, told without a hash', other: { number: 3 }, same: true },
  { what: 'another number, told without a hash', other: { number: 2 }, same: false },
  { what: 'none', other: undefined, same: false },
])('says $same of $what, whoever comes first', ({ other, same }) => {
  expect([isSameRevision(one, other), isSameRevision(other, one)]).toEqual([same, same])
})

it('says of none that it is not even the same as none', () => {
  expect(isSameRevision(undefined, undefined)).toBe(false)
})

it('joins what reports and rows have in two fields', () => {
  expect([joinReported(3, 'ab'), joinReported(3, undefined), joinReported(null, null)]).toEqual([
    { number: 3, sha256: 'ab' },
    { number: 3, sha256: undefined },
    undefined,
  ])
})

it('names both where they are known', () => {
  expect([one, { number: 3 }].map(describeRevision)).toEqual(['revision 3 (sha256 ab12cd34)', 'revision 3'])
})
