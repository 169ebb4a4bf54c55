import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLoopback, weaknessOf } from '../../src/core/weak-token.ts'

describe('a token that can be guessed', () => {
  it.each([
    { token: 'a', weakness: 'has under 16 characters' },
    { token: '3f9a1c7be02d458', weakness: 'has under 16 characters' },
    { token: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa', weakness: 'has under 6 different characters' },
    { token: '12121212121212121212', weakness: 'has under 6 different characters' },
    { token: 'changeme-changeme', weakness: 'is made of words that are tried first' },
    { token: 'Admin-Password-2026!', weakness: 'is made of words that are tried first' },
    { token: 'sluice-admin-token', weakness: 'is made of words that are tried first' },
    { token: 'supersecretpassword', weakness: undefined },
    { token: 'secretsecret123456', weakness: 'is made of words that are tried first' },
    { token: 'this-is-the-admin-token', weakness: undefined },
    { token: '3f9a1c7be02d4586', weakness: undefined },
    { token: 'correct-horse-battery', weakness: undefined },
    { token: '1234567890123456', weakness: 'is made of words that are tried first' },
  ])('$token $weakness', ({ token, weakness }) => {
    expect(weaknessOf(token)).toBe(weakness)
  })

  it('is none that was drawn at random as the README says', () => {
    const hex = fc.uint8Array({ minLength: 24, maxLength: 24 }).filter((bytes) => new Set(bytes).size > 12)
    fc.assert(
      fc.property(hex, (bytes) => {
        expect(weaknessOf(Buffer.from(bytes).toString('hex'))).toBeUndefined()
      }),
    )
  })
})

it.each([
  ...['127.0.0.1', '127.9.9.9', '::1', 'localhost', 'LOCALHOST', '::ffff:127.0.0.1'].map((host) => ({ host, is: true })),
  ...['0.0.0.0', '::', '10.0.0.1', '192.0.2.7', 'sluice.example.com', '', 'localhost.example.com', '128.0.0.1'].map((host) => ({
    host,
    is: false,
  })),
])('$host is on loopback: $is', ({ host, is }) => expect(isLoopback(host)).toBe(is))
