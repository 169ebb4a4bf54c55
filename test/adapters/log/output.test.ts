import { Writable } from 'node:stream'
import { beforeEach, expect, it } from 'vitest'
import { openOutput } from '../../../src/adapters/log/output.ts'
import { until } from '../../support/until.ts'

let lost: number
const onLost = (): void => void (lost += 1)
beforeEach(() => {
  lost = 0
})

it('holds 256 KiB and one text more for a reader that hangs, hands over one at a time, and takes again when it reads', () => {
  let read = (): void => undefined
  const handedOver: number[] = []
  const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
    handedOver.push(chunk.length)
    read = done
  }
  const writev = (chunks: readonly unknown[]): number => handedOver.push(-chunks.length) // joined
  const stream = new Writable({ write, writev })
  const output = openOutput(stream)
  const text = 'x'.repeat(65_536)
  for (let time = 0; time < 7; time += 1) output.write(text, onLost)
  expect([lost, stream.writableLength, handedOver]).toEqual([3, 65_536, [65_536]])
  read()
  output.write(text, onLost)
  output.write(text, onLost)
  expect([lost, stream.writableLength, handedOver]).toEqual([4, 65_536, [65_536, 65_536]])
})

it('goes on when the reader is gone, and says what got lost', async () => {
  const output = openOutput(new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) }))
  output.write('a line\n', onLost)
  output.write('another\n', onLost)
  await until('a line is lost', 1_000, () => lost > 0)
  output.write('a third\n', onLost)
  await until('all are lost', 1_000, () => lost > 2)
  expect(lost).toBe(3)
})
