import { expect, it } from 'vitest'
import { openGathering, type AskedWorker } from '../../../src/core/recorded/gathering.ts'
import { openReservoir } from '../../../src/core/recorded/reservoir.ts'
import { settle } from '../../support/settle.ts'

const workers: readonly AskedWorker[] = [
  { id: 'w1', pid: 1, state: 'READY' },
  { id: 'w2', pid: 2, state: 'LOST' },
]

it('is whole once each worker has answered or ended that is not lost', async () => {
  const [answered, ended] = [openGathering(workers), openGathering(workers)]
  expect(await isWhole(answered)).toBe(false)
  answered.hear(1, recordOf('w1'))
  ended.hearEnd(1)
  expect(await isWhole(answered)).toBe(true)
  expect(await isWhole(ended)).toBe(true)
  expect(answered.traffic()).toMatchObject({ recordings: [{ worker: 'w1' }], missing: ['w2'] })
  expect(ended.traffic()).toEqual({ recordings: [], missing: ['w1', 'w2'] })
})

it('is whole at once where nobody is asked', async () => {
  expect(await isWhole(openGathering([]))).toBe(true)
})

async function isWhole({ whole }: ReturnType<typeof openGathering>): Promise<boolean> {
  let is = false
  void whole.then(() => (is = true))
  await settle()
  return is
}

function recordOf(worker: string) {
  return { ...openReservoir(() => 0, 0).copy(60, 0), worker }
}
