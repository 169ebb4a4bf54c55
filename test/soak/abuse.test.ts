import { afterEach, beforeEach, expect, it } from 'vitest'
import { flood } from '../support/floods.ts'
import { startLoad } from '../support/load.ts'
import { childrenOf, startGroup, type Group } from '../support/process-group.ts'

let group: Group
beforeEach(async () => {
  group = await startGroup()
})
afterEach(() => group.destroy())

it('fails no redirect, loses no process and says nothing in twenty floods of dropped, garbled and half connections', async () => {
  const children = await childrenOf(group.primaryPid)
  const said = group.stderr()
  const canary = startLoad(`${group.url}/?video=http://s1.origin-cluster/v/x.m3u8`, 2)
  for (let round = 0; round < 20; round += 1) {
    const answers = await flood(group.port, { dropped: 2_000, garbage: 500, halfHeads: 200 })
    expect(answers.filter((statuses) => statuses !== '400')).toEqual([])
  }
  const { redirects, failures } = await canary.stop()
  expect(failures).toEqual([])
  expect(redirects).toBeGreaterThan(1_000)
  expect(await childrenOf(group.primaryPid)).toEqual(children)
  expect(group.stderr()).toBe(said)
})
