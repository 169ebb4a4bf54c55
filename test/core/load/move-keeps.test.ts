import { expect, it } from 'vitest'
import { moveKeeps, type KeepWish } from '../../../src/core/load/move-keeps.ts'

const wish = (key: string, from: number, to: number, isAboveHard = false): KeepWish => ({ key, from, to, isAboveHard })
const thirds = [
  new Map([
    ['a', 1 / 3],
    ['b', 1 / 3],
  ]),
]

it.each<[string, KeepWish, KeepWish, readonly number[]]>([
  ['both that shall keep less, the furthest first', wish('a', 100, 20), wish('b', 100, 60), [85, 85]],
  ['one above hard before another one', wish('a', 100, 60, true), wish('b', 100, 20), [70, 100]],
  ['both above hard', wish('a', 100, 60, true), wish('b', 100, 20, true), [85, 85]],
  ['one above hard that climbs as the others, level by level', wish('a', 50, 100, true), wish('b', 100, 60), [65, 85]],
])('serves %s', (_name, one, other, kept) => {
  const keeps = moveKeeps([one, other], thirds)
  expect([keeps.get('a'), keeps.get('b')]).toEqual(kept)
})
