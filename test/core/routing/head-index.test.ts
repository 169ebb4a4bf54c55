import fc from 'fast-check'
import { expect, it } from 'vitest'
import { indexHeads, nextNode, type Headed, type HeadNode } from '../../../src/core/routing/head-index.ts'
import { holds } from '../arbitraries.ts'

it('finds exactly the values whose heads a path begins with, the shortest heads first, those of one head in their order', () => {
  const text = fc.stringMatching(/^(?:\/[ab]{0,3}){0,4}$/)
  holds(
    fc.property(fc.array(text, { maxLength: 20 }), text, (heads, path) => {
      const headed = heads.map((head, value) => ({ head, value }))
      const wanted = headed.filter(({ head }) => path.startsWith(head)).toSorted((a, b) => a.head.length - b.head.length)
      expect(valuesOf(headed, path)).toEqual(wanted.map(({ value }) => value))
    }),
    2_000,
  )
})

it('is as deep as the heads that are the beginning of each other', () => {
  const headed = Array.from({ length: 512 }, (_, index) => ({ head: '/'.repeat(index + 1), value: index }))
  expect(valuesOf(headed, '/'.repeat(512))).toHaveLength(512)
  expect(valuesOf(headed, '/'.repeat(100))).toHaveLength(100)
})

function valuesOf<T>(headed: readonly Headed<T>[], path: string): readonly T[] {
  const found: T[] = []
  for (let node: HeadNode<T> | undefined = indexHeads(headed); node !== undefined; node = nextNode(node, path))
    found.push(...node.values)
  return found
}
