import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isSameSecret, missing, parseSecret } from '../../../src/core/signing/secret.ts'

it.each([
  { text: 'one', first: 'one' },
  { text: 'one\n', first: 'one' },
  { text: 'one\r\n', first: 'one' },
  { text: 'new\nold', first: 'new' },
  { text: 'new\r\nold\r\n', first: 'new' },
  { text: ' spaces count ', first: ' spaces count ' },
])('reads the value that signs of $text', ({ text, first }) => {
  const secret = parseSecret(text)
  expect(secret.kind === 'READ' && secret.reveal()).toBe(first)
})

it.each([
  { text: '', why: 'it is empty' },
  { text: '\n', why: 'it is empty' },
  { text: '\nold', why: 'one of its lines is empty' },
  { text: 'new\n\n', why: 'one of its lines is empty' },
  { text: 'a\nb\nc', why: 'it has 3 lines, allowed are 1, or 2 during a rotation' },
  { text: 'é'.repeat(2_049), why: 'it has more than 4096 bytes' },
])('is missing where there is none in $text, and tells no part of it', ({ text, why }) => {
  expect(parseSecret(text)).toEqual(missing(why))
})

describe('a secret that was read', () => {
  const secret = parseSecret('s3cr3t\nolder')

  it('is told by nothing that prints, sends or copies objects', () => {
    expect(
      `${inspect(secret, { depth: null, showHidden: true })}${JSON.stringify([secret, new Map([['a', secret]])])}`,
    ).not.toMatch(/s3cr3t|older/)
    expect(() => structuredClone(secret)).toThrow(/could not be cloned/)
  })

  it.each([
    { other: parseSecret('s3cr3t\nolder'), isSame: true },
    { other: parseSecret('s3cr3t'), isSame: false },
    { other: missing('gone'), isSame: false },
    { other: undefined, isSame: false },
  ])('is the same as $other: $isSame', ({ other, isSame }) => expect(isSameSecret(secret, other)).toBe(isSame))

  it('is missing for one reason or another', () => {
    expect([isSameSecret(missing('gone'), missing('gone')), isSameSecret(missing('gone'), missing('empty'))]).toEqual([
      true,
      false,
    ])
  })
})
