import { parseArgs } from 'node:util'
import { startLoad } from '../support/load.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { openSlowClients, slowKinds, type SlowClient } from '../support/slow-clients.ts'
import { percentile } from './publish-to-redirect.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const counts = { heads: 150, bodies: 150, idle: 1_000 }
const kinds = ['head', 'body', 'idle'] as const

type Round = { readonly redirects: number; readonly failed: number; readonly p50Ms: number; readonly p99Ms: number }

/** Eight clients that ask as fast as they are answered. */
async function measure(group: Group, seconds: number): Promise<Round> {
  const load = startLoad(`${group.url}${video}`, 8)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  const { redirects, failures, answerMs } = await load.stop()
  return { redirects, failed: failures.length, p50Ms: percentile(answerMs, 50), p99Ms: percentile(answerMs, 99) }
}

/** The worker lets go of each after 10 or 30 s; another one takes its place until they are dropped. */
async function keepSlowClients(group: Group): Promise<{ drop(): Promise<void> }> {
  const open = new Set<SlowClient>()
  let dropped = false
  await Promise.all(kinds.map(async (kind) => replace(kind, slowKinds(counts, group.token)[kind].count)))
  return {
    async drop() {
      dropped = true
      for (const client of open) client.destroy()
      await Promise.all([...open].map(({ gone }) => gone))
    },
  }

  async function replace(kind: (typeof kinds)[number], count: number): Promise<void> {
    for (const client of await openSlowClients(group.port, { [kind]: { ...slowKinds(counts, group.token)[kind], count } })) {
      if (dropped) client.destroy()
      void follow(kind, client)
    }
  }

  async function follow(kind: (typeof kinds)[number], client: SlowClient): Promise<void> {
    open.add(client)
    await client.gone
    open.delete(client)
    if (!dropped) await replace(kind, 1)
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '15' }, rounds: { type: 'string', default: '5' } },
  })
  const seconds = Number(values.seconds)
  const group = await startGroup()
  const calmP99Ms: number[] = []
  const besideP99Ms: number[] = []
  try {
    await measure(group, 3) // the first requests pay for compiling
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      const calm = await measure(group, seconds)
      const slow = await keepSlowClients(group)
      const beside = await measure(group, seconds)
      await slow.drop()
      calmP99Ms.push(calm.p99Ms)
      besideP99Ms.push(beside.p99Ms)
      for (const [name, { redirects, failed, p50Ms, p99Ms }] of Object.entries({ calm, beside }))
        console.log(
          `${round} ${name}: p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, ${redirects} redirects, ${failed} failed`,
        )
    }
    const [calm, beside] = [percentile(calmP99Ms, 50), percentile(besideP99Ms, 50)]
    console.log(`median p99: calm ${calm.toFixed(2)} ms, beside ${JSON.stringify(counts)} ${beside.toFixed(2)} ms`)
    console.log(`ratio ${(beside / calm).toFixed(2)}`)
  } finally {
    await group.destroy()
  }
}
