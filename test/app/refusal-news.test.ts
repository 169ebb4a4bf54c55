import { expect, it } from 'vitest'
import { openRefusalNews } from '../../src/app/refusal-news.ts'

it('tells each refusal once, whatever the number of workers, and anew after it was over', () => {
  const told: string[] = []
  const tell = openRefusalNews((line) => void told.push(line))
  const refusing = { state: 'REFUSED', problem: 'revision 7 is unusable' } as const
  const well = { state: 'READY', problem: null } as const
  tell([well, refusing, refusing])
  tell([refusing, refusing])
  expect(told).toEqual(['revision 7 is unusable'])
  tell([well, well])
  tell([refusing, { state: 'LOST', problem: 'killed' }])
  expect(told).toEqual(['revision 7 is unusable', 'revision 7 is unusable'])
})
