import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { openControl, type ControlUnderTest } from '../support/control.ts'

let control: ControlUnderTest
let disk: { isFull: boolean; readonly written: number[] }
beforeEach(async () => {
  disk = { isFull: false, written: [] }
  const write = async ({ number }: ConfigRevision): Promise<void> => {
    if (disk.isFull) throw new Error('ENOSPC')
    disk.written.push(number)
  }
  control = await openControl({ snapshots: { write, newest: async () => undefined, removeNewerThan: async () => undefined } })
})
afterEach(() => control.close())

const publish = 'mutation { publish(input: {}) { __typename ... on UserError { code message } } }'

it('acknowledges no publish that is not on disk, also when it is asked again, until it is', async () => {
  await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } }')
  disk.isFull = true
  const refused = {
    publish: {
      __typename: 'StoreUnavailable',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('revision 2 is live'),
    },
  }
  expect((await control.graphql(publish)).data).toEqual(refused)
  expect((await control.graphql(publish)).data).toEqual(refused)
  disk.isFull = false
  expect((await control.graphql(publish)).data).toEqual({ publish: { __typename: 'PublishSuccess' } })
  expect(disk.written).toEqual([1, 2])
})
