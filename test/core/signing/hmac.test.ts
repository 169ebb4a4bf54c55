import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hmacSha256 } from '../../../src/core/signing/hmac.ts'
import { holds } from '../arbitraries.ts'

// RFC 4231 with a key shorter and one longer than a block.
it.each([
  {
    key: Buffer.from('Jefe'),
    text: 'what do ya want for nothing?',
    hmac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    key: Buffer.alloc(131, 0xaa),
    text: 'Test Using Larger Than Block-Size Key - Hash Key First',
    hmac: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
])('makes the HMAC of RFC 4231 of $text', ({ key, text, hmac }) => expect(hmacSha256(key, 'hex')(text)).toBe(hmac))

it('makes what Node makes, of any key and one text after the other', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
  holds(
    fc.property(bytes, fc.array(bytes, { maxLength: 4 }), (key, texts) => {
      const hmac = hmacSha256(key, 'base64url')
      for (const text of texts)
        expect(hmac(text.toString('latin1'))).toBe(createHmac('sha256', key).update(text).digest('base64url'))
    }),
  )
})
