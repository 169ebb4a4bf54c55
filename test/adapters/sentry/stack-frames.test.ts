import { expect, it } from 'vitest'
import { readFrames } from '../../../src/adapters/sentry/stack-frames.ts'

it('reads functions and places, the oldest first, without folders of the machine', () => {
  const stack = `TypeError: no at all
    at decide (file:///opt/secret-folder/src/core/routing/decide.ts:17:9)
    at async Promise.all (index 0)
    at async answer (/opt/secret-folder/node_modules/a/node_modules/b/lib/x.js:3:1)
    at node:internal/process/task_queues:105:5
    at file:///opt/other/place.ts:1:2`
  expect(readFrames(stack)).toEqual([
    { function: '?', filename: 'elsewhere', lineno: 1, colno: 2, in_app: false },
    { function: '?', filename: 'node:internal/process/task_queues', lineno: 105, colno: 5, in_app: false },
    { function: 'answer', filename: 'node_modules/b/lib/x.js', lineno: 3, colno: 1, in_app: false },
    { function: 'decide', filename: 'src/core/routing/decide.ts', lineno: 17, colno: 9, in_app: true },
  ])
})

it('reads nothing where there is no stack, and 50 frames at most', () => {
  expect(readFrames('')).toEqual([])
  expect(readFrames('\n    at f (node:x:1:1)'.repeat(60))).toHaveLength(50)
})
