import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretWeaknessOf } from '../../src/core/weak-secret.ts'

describe('a secret that could be found with one token in hand', () => {
  it.each([
    { secret: 'x'.repeat(32), weakness: 'has under 6 different characters' },
    { secret: 'hunter2'.repeat(5), weakness: 'has under 8 different characters' },
    { secret: 'hunter2-2026!'.repeat(3), weakness: 'repeats under 16 characters' },
    { secret: '0123456789abcdef'.repeat(2), weakness: 'counts up or down' },
    { secret: 'abcdefghijklmnopqrstuvwxyz012345', weakness: 'counts up or down' },
    { secret: 'qwertyuiopasdfghjklzxcvbnm123456', weakness: 'is made of words that are tried first' },
    { secret: 'your-256-bit-secret-your-256-bit', weakness: 'is made of words that are tried first' },
    { secret: 'a-string-secret-at-least-256-bits-long', weakness: 'is made of words that are tried first' },
    { secret: 'super-secret-jwt-token-with-at-least-32-characters-long', weakness: 'is made of words that are tried first' },
    { secret: 'Please-Change-This-Secret-In-Production!', weakness: 'is made of words that are tried first' },
    { secret: 'my-company-jwt-signing-secret-2026!!', weakness: 'is made of words that are tried first' },
    { secret: 'correct-horse-battery-staple-orbit-lantern', weakness: undefined },
    { secret: 'c2d1e7b04a9f4d3386f0aa51be7790cd', weakness: undefined },
    { secret: 'GdMSiMKmEfLm4bSWJeZsiZvKJwcwXX2WYZ5oNAKEjL0', weakness: undefined },
  ])('$secret $weakness', ({ secret, weakness }) => {
    expect(secretWeaknessOf(secret)).toBe(weakness)
  })

  it.each(['hex', 'base64', 'base64url'] as const)('is none that was drawn at random, in %s', (encoding) => {
    const drawn = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => new Set(bytes).size > 24)
    fc.assert(
      fc.property(drawn, (bytes) => {
        expect(secretWeaknessOf(Buffer.from(bytes).toString(encoding))).toBeUndefined()
      }),
      { seed: 1 },
    )
  })
})
