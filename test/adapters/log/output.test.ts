import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { openOutput } from '../../../src/adapters/log/output.ts'

it('holds 256 KiB and one text more for a reader that hangs, and takes again when it reads', () => {
  let read = (): void => undefined
  const stream = new Writable({ write: (_chunk, _encoding, done) => (read = done) })
  const output = openOutput(stream)
  const text = 'x'.repeat(65_536)
  expect(Array.from({ length: 7 }, () => output.write(text))).toEqual([true, true, true, true, false, false, false])
  expect(stream.writableLength).toBe(4 * 65_536)
  read()
  expect([output.write(text), output.write(text)]).toEqual([true, false])
})

it('goes on when the reader is gone', () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) })
  const output = openOutput(stream)
  expect(() => output.write('a line')).not.toThrow()
  expect(() => output.write('another')).not.toThrow()
})
