import { expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { openReservoir } from '../../../src/core/recorded/reservoir.ts'
import { countRecorded, sampleOf } from '../../../src/core/simulation/read-traffic.ts'
import { recordedWith } from '../../support/recorded.ts'

it('takes one in so many of more than are decided, and lets it stand for all of these', () => {
  const recordings = Array.from({ length: 5 }, () => recordOf(19_000))
  const requests = [...sampleOf(recordings)]
  expect(countRecorded(recordings)).toBe(95_000)
  const videos = requests.filter(({ refusal }) => refusal === null)
  expect(videos.length).toBeLessThanOrEqual(40_000)
  expect(videos.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(95_000, -1)
  expect(requests.filter(({ refusal }) => refusal === 'VIDEO_PATH')).toEqual(
    recordings.map(() => ({ refusal: 'VIDEO_PATH', weight: 7 })),
  )
})

it('takes all of fewer', () => {
  expect([...sampleOf([recordOf(10)])]).toHaveLength(11)
})

function recordOf(count: number) {
  const reservoir = openReservoir(seededRandom(1), 0)
  for (let number = 0; number < count; number += 1) if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number }))
  return { ...reservoir.copy(3_600, 1), worker: 'w', refused: [['VIDEO_PATH', 7]] as const }
}
