import { expect, it } from 'vitest'
import { putField } from '../../ui/pages/config/form/entry.ts'

const first = { cdn: 'a', places: [{ country: 'DE' }, { country: 'AT' }] }
const second = { cdn: 'b' }
const entry = { name: 'n', members: [first, second] }

it.each([
  { path: 'name', value: 'm', put: { name: 'm', members: [first, second] } },
  { path: 'healthCheck.path', value: '/', put: { ...entry, healthCheck: { path: '/' } } },
  { path: 'members[1].weight', value: 2, put: { name: 'n', members: [first, { cdn: 'b', weight: 2 }] } },
  { path: 'members[0].places[1].country', value: 'CH', put: { name: 'n', members: [{ ...first, places: [{ country: 'DE' }, { country: 'CH' }] }, second] } }, // prettier-ignore
  { path: 'members[0]', value: undefined, put: { name: 'n', members: [second] } },
  { path: 'members[1].cdn', value: undefined, put: { name: 'n', members: [first, { cdn: undefined }] } },
])('puts $value at $path', ({ path, value, put }) => {
  expect(putField(entry, path, value)).toEqual(put)
})

it('keeps the rows beside the same objects, so that they are not drawn anew', () => {
  expect((putField(entry, 'members[1].weight', 2)['members'] as readonly unknown[])[0]).toBe(first)
})
