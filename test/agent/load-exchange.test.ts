import { expect, it } from 'vitest'
import { openLoadExchange } from '../../src/agent/load-exchange.ts'
import type { NodeRates } from '../../src/ports/node-loads.ts'
import { fixedClock } from '../support/fixed-clock.ts'

const ratesOf = (given: number): NodeRates => new Map([['a', { given, coming: given * 2, saturated: 0 }]])

/** An exchange of three nodes, with what the others tell; undefined: Redis is away. */
function openExchange(nodes = 3) {
  const clock = fixedClock()
  const redis: { told: ReadonlyMap<string, NodeRates> | undefined } = { told: new Map() }
  const share = async (): Promise<ReadonlyMap<string, NodeRates>> => redis.told ?? Promise.reject(new Error('away'))
  const exchange = openLoadExchange({ node: 'one', nodeLoads: { share }, nodes: () => nodes, clock })
  const given = async () => (await exchange.total(ratesOf(10))).get('a')?.given
  const tell = (told: Readonly<Record<string, number>>) =>
    (redis.told = new Map(Object.entries(told).map(([name, rate]) => [name, ratesOf(rate)])))
  return { clock, given, tell, lose: () => (redis.told = undefined) }
}

it('adds what all others tell', async () => {
  const { given, tell } = openExchange()
  tell({ two: 20, three: 30 })
  expect(await given()).toBe(60)
})

it('takes a node that tells nothing to give what it gave last, for a minute, then as much as the mean', async () => {
  const { clock, given, tell } = openExchange()
  tell({ two: 20, three: 30 })
  await given()
  tell({ two: 20 })
  await clock.advance(59_000)
  expect(await given()).toBe(60)
  await clock.advance(2_000)
  expect(await given()).toBe(45)
})

it('takes nodes that were never heard to give as much as the mean', async () => {
  const { given, tell } = openExchange()
  expect(await given()).toBe(30)
  tell({ two: 20 })
  expect(await given()).toBe(45)
})

it('holds nothing of a node that the store no longer sees', async () => {
  const { clock, given, tell } = openExchange(2)
  tell({ two: 20, three: 30 })
  expect(await given()).toBe(60)
  await clock.advance(1_000)
  tell({ three: 30 })
  expect(await given()).toBe(40)
})

it('takes the others to give as much as this one while Redis is away', async () => {
  const { given, lose } = openExchange()
  lose()
  expect(await given()).toBe(30)
})
