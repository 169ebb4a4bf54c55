import type { Capacity } from '../../src/core/config/capacity.ts'
import { controlLoad, type Controls } from '../../src/core/load/control-load.ts'
import type { OutsideReport } from '../../src/core/load/outside-load.ts'
import { openOwnRates } from '../../src/core/load/own-rates.ts'

/** One pool that chooses by weight, and what its clients ask for. */
export type SimulatedLoad = {
  readonly seconds: number
  readonly weights: readonly number[]
  /** Of the CDNs that have one, by their index. */
  readonly capacities: ReadonlyMap<number, Capacity>
  readonly demand: (second: number) => number
  /** Part by which each hundredth of a second is off at most. */
  readonly noise?: number
  /** Part of each capacity that others use. */
  readonly background?: (second: number) => number
  /** Report in force at a second, of the first CDN; told the load of so many seconds before. */
  readonly report?: (second: number, loadAt: (second: number) => number) => OutsideReport | undefined
  readonly workers?: number
  readonly random: () => number
}

export type SimulatedSecond = {
  /** Load of each CDN with a capacity in this second, and what it keeps at its end. */
  readonly loads: ReadonlyMap<number, number>
  readonly keeps: ReadonlyMap<number, number>
  /** Part of the pool's traffic that moved with the step of this second, as the step reckons. */
  readonly moved: number
}

const STEP_MS = 20
const PAUSE_MS = 500

/** Plays clients, workers that report by chance, and a step a second at a chance phase. */
export function simulateLoad(parts: SimulatedLoad): readonly SimulatedSecond[] {
  const { seconds, weights, capacities, demand, noise = 0, background = () => 0, report, workers = 4, random } = parts
  const rates = openOwnRates()
  const crew = Array.from({ length: workers }, (_, pid) => ({
    pid,
    nextMs: random() * 500,
    given: new Map<string, number>(),
    saturated: new Map<string, number>(),
  }))
  const orders = drawOrders(weights, random)
  const bounds = weights.map((weight, index) => capacities.get(index)?.requestsPerSecond ?? weight)
  let flow = flowOf(
    orders,
    weights.map(() => 1),
    bounds,
  )
  let controls: Controls = new Map()
  let keeps: ReadonlyMap<string, number> = new Map()
  const phase = Math.floor(random() * (1_000 / STEP_MS)) * STEP_MS
  const all: { loads: Map<number, number>; keeps: Map<number, number>; moved: number }[] = []

  for (let ms = -5_000; ms < seconds * 1_000; ms += STEP_MS) {
    const second = Math.floor(ms / 1_000)
    const now = (all[second] ??= { loads: new Map(), keeps: new Map(), moved: 0 })
    const perStep = ms < 0 ? 0 : (demand(ms / 1_000) * STEP_MS * (1 + noise * (2 * random() - 1))) / 1_000
    for (const worker of crew) {
      for (const [index, { given, saturated }] of flow.entries()) {
        addTo(worker.given, `${index}`, (given * perStep) / workers)
        addTo(worker.saturated, `${index}`, (saturated * perStep) / workers)
      }
      if (ms >= worker.nextMs) count(worker, ms)
    }
    for (const [index, { requestsPerSecond }] of capacities) {
      const had = now.loads.get(index) ?? background(second)
      now.loads.set(index, had + ((flow[index]?.given ?? 0) * perStep) / (requestsPerSecond ?? 1))
    }
    if ((ms - phase) % 1_000 === 0 && ms > -3_000) step(ms)
    for (const index of capacities.keys()) now.keeps.set(index, keeps.get(`${index}`) ?? 100)
  }
  return all

  function count(worker: (typeof crew)[number], ms: number): void {
    const { pid, given, saturated } = worker
    rates.hear(pid, { countedMonoMs: ms, given: new Map(given), saturated: new Map(saturated), keeps }, ms)
    worker.nextMs = ms + PAUSE_MS * (0.5 + random())
  }

  function step(ms: number): void {
    const own = rates.ratesOf([...capacities.keys()].map(String), ms)
    const second = Math.floor(ms / 1_000)
    const inputs = [...capacities].map(([index, capacity]) => ({
      key: `${index}`,
      capacity,
      isHeld: false,
      own: own.get(`${index}`) ?? { given: 0, coming: 0, saturated: 0 },
      outside: index === 0 ? report?.(ms / 1_000, (at) => all[Math.floor(at)]?.loads.get(0) ?? 0) : undefined,
    }))
    const coming = new Map(flow.map((one, index) => [`${index}`, one.coming]))
    const before = controls
    controls = controlLoad(before, inputs, [coming], ms)
    const next = new Map([...controls].map(([key, { keepPercent }]) => [key, keepPercent]))
    const isSame = [...next].every(([key, keep]) => keep === (keeps.get(key) ?? 100))
    const now = all[second]
    for (const [key, keep] of next)
      if (now !== undefined) now.moved += ((coming.get(key) ?? 0) * Math.abs(keep - (keeps.get(key) ?? 100))) / 100
    keeps = next
    if (isSame) return
    flow = flowOf(
      orders,
      weights.map((_, index) => (keeps.get(`${index}`) ?? 100) / 100),
      bounds,
    )
    for (const worker of crew) count(worker, ms)
  }
}

/** Parts of the requests: those that come to each CDN, that it gets, and that it gets since no CDN kept them. */
type Flow = readonly { readonly coming: number; readonly given: number; readonly saturated: number }[]

/** Follows the requests through orders of attempts, each of which asks every CDN once. */
function flowOf(orders: readonly (readonly number[])[], keeps: readonly number[], bounds: readonly number[]): Flow {
  const flow = keeps.map(() => ({ coming: 0, given: 0, saturated: 0 }))
  let kept = 0
  for (const order of orders) {
    let part = 1 / orders.length
    for (const index of order) {
      const one = flow[index]
      if (one === undefined) continue
      one.coming += part
      one.given += part * (keeps[index] ?? 1)
      kept += part * (keeps[index] ?? 1)
      part *= 1 - (keeps[index] ?? 1)
    }
  }
  const most = bounds.reduce((sum, bound) => sum + bound, 0)
  for (const [index, one] of flow.entries()) {
    one.saturated = ((1 - kept) * (bounds[index] ?? 0)) / most
    one.given += one.saturated
  }
  return flow
}

/** Draws orders of attempts by weight; of as many as there are, each CDN of equal ones is the first equally often. */
function drawOrders(weights: readonly number[], random: () => number): readonly (readonly number[])[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.flatMap((weight, first) =>
    Array.from({ length: Math.round((weight / total) * 20 * weights.length) }, () => {
      const others = weights
        .map((other, index) => ({ index, at: -Math.log(random()) / other }))
        .filter(({ index }) => index !== first)
      return [first, ...others.toSorted((one, another) => one.at - another.at).map(({ index }) => index)]
    }),
  )
}

function addTo(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}
