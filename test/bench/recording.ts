// What the record of requests costs a worker: CPU, memory, and the step in which it is sent: `npm run bench:recording -- --help`.
import type { IncomingMessage } from 'node:http'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { serialize } from 'node:v8'
import { decide } from '../../src/core/routing/decide.ts'
import { openReservoir } from '../../src/core/recorded/reservoir.ts'
import { openClient } from '../../src/edge/client.ts'
import { giveOrders, noTable } from '../../src/edge/current-table.ts'
import { openRecorder } from '../../src/edge/recorder.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import { revisionWith } from '../support/config.ts'
import { openInMemoryFacts } from '../support/facts-source.ts'
import { graphql } from '../support/http.ts'
import { recordedWith } from '../support/recorded.ts'
import { measureCost, median } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { pin, treeOf } from './measure/process-tree.ts'
import { openSluice, type Sluice } from './measure/sluice.ts'
import { modes, type Mode } from './measure/wrk.ts'

const ALLOWED_PERCENT = 1
const ALLOWED_MB = 8
const ALLOWED_MS = 5
const PER_MINUTE = 100_000
const FILL_SECONDS = 5
/** Characters of a path beside those that tell it from others: as wrk asks in the group, and more than players do. */
const [SHORT, LONG] = [20, 900]

const help = `usage: npm run bench:recording -- [--seconds 3] [--rounds 5] [--mode ${modes.join('|')}]

First two hours of ${PER_MINUTE} requests a minute in this process, with URLs as those of the group below, and with long ones: the CPU that the
record takes of each, and what a full record holds in memory; fails over ${ALLOWED_MB} MB. Then the step in which a full record is
copied and made a message: fails when it takes over ${ALLOWED_MS} ms of CPU, by the median. Then the CPU of the one worker of a group per redirect, by turns with a record and without; fails when
the record takes more than ${ALLOWED_PERCENT} % of it, by the first figure.`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    mode: { type: 'string', default: 'keep-alive' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(help)
else
  await interruptible(async (signal) => {
    const [recordedMicros] = benchHour(SHORT)
    const [longMicros, megabytes] = benchHour(LONG)
    console.log(
      `an hour: ${recordedMicros.toFixed(3)} µs a request, ${longMicros.toFixed(3)} with long URLs; a full record holds ${megabytes.toFixed(1)} MB, ${machineLoad()}`,
    )
    judge(megabytes <= ALLOWED_MB, `${ALLOWED_MB} MB`)
    const sendMs = median(Array.from({ length: 15 }, sendingMs))
    console.log(`sending: ${sendMs.toFixed(2)} ms to copy and serialize it, by the median`)
    judge(sendMs <= ALLOWED_MS, `${ALLOWED_MS} ms`)
    const redirectMicros = await benchGroup(signal)
    const percent = (recordedMicros / redirectMicros) * 100
    console.log(`the record takes ${percent.toFixed(2)} % of the CPU of a redirect (${redirectMicros.toFixed(1)} µs)`)
    judge(percent <= ALLOWED_PERCENT, `${ALLOWED_PERCENT} %`)
  })

/** Microseconds of CPU a request, and megabytes. */
function benchHour(filler: number): readonly [micros: number, megabytes: number] {
  let nowMs = 0
  const current = noTable()
  giveOrders(current, { overrides: noOverrides, revision: revisionWith({ ratio: 10 }), as: 'LIVE' }, 0)
  const link = { onRecordingAsk: () => undefined, sendRecording: () => undefined }
  const recorder = openRecorder(current, { clock: { nowMonoMs: () => nowMs }, random: Math.random, link })
  const client = openClient({ trustedProxies: [], geoHeaders: undefined, factsSource: openInMemoryFacts() })
  const { running } = current
  if (running.kind !== 'RUNS') throw new Error('no table')
  const before = bytesInUse()
  let micros = 0
  for (let minute = 0; minute < 60; minute += 1) {
    nowMs = minute * 60_000
    recorder.follow()
    const requests = Array.from({ length: 1_000 }, (_, index) => requestAt(minute * 1_000 + index, filler))
    const decisions = requests.map((request) => decide(running.table, running.counters, request.url ?? '', client))
    const [without, with_] = [cpuMicrosOf(() => loop(false)), cpuMicrosOf(() => loop(true))]
    micros += with_ - without

    function loop(isRecorded: boolean): void {
      for (let request = 0; request < PER_MINUTE; request += 1) {
        client.moveTo(requests[request % 1_000] as IncomingMessage)
        if (isRecorded) recorder.hear(decisions[request % 1_000] as (typeof decisions)[number], client)
      }
    }
  }
  const bytes = bytesInUse() - before
  recorder.follow() // holds the record until it was measured
  return [micros / (60 * PER_MINUTE), bytes / 1e6]
}

/** A request of its own network and directory. A long URL would show in memory if the record kept a part of it. */
function requestAt(index: number, filler: number): IncomingMessage {
  const video = `http://s${index % 10_000}.origin-cluster/films/${index}/${'x'.repeat(filler)}/master.m3u8?token=${index}`
  const remoteAddress = `10.${(index >>> 16) & 255}.${(index >>> 8) & 255}.${index & 255}`
  return {
    url: `/?video=${encodeURIComponent(video)}`,
    headers: {},
    rawHeaders: [],
    socket: { remoteAddress },
  } as unknown as IncomingMessage
}

/** Milliseconds of CPU for which requests wait while a full record is sent. */
function sendingMs(): number {
  const reservoir = openReservoir(Math.random, 0)
  for (let number = 0; number < 19_999; number += 1)
    if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number, label: `server-${number}`, above: [1, 2, 3, 4] }))
  return cpuMicrosOf(() => serialize(reservoir.copy(3_600, 0))) / 1_000
}

/**
 * Microseconds of CPU of a redirect with a record, the least of the rounds. One worker records and does not by turns: two processes
 * of the same program differ more than that. Each turn first fills a record, so that few of the measured requests are kept.
 */
async function benchGroup(signal: AbortSignal): Promise<number> {
  const sluice = await openSluice()
  try {
    pin(await treeOf(sluice.group.primaryPid), 0)
    const cpuMicros = { on: [] as number[], off: [] as number[] }
    for (let round = 0; round <= Number(values.rounds); round += 1)
      for (const side of round % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const)) {
        await record(sluice, side === 'on')
        await microsOf(sluice, FILL_SECONDS, signal)
        const micros = await microsOf(sluice, Number(values.seconds), signal)
        if (round > 0) cpuMicros[side].push(micros)
      }
    const [on, off] = [Math.min(...cpuMicros.on), Math.min(...cpuMicros.off)]
    const ratios = cpuMicros.on.map((micros, round) => micros / (cpuMicros.off[round] ?? NaN))
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
    const spread = Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (ratios.length - 1) / ratios.length)
    console.log(
      `a group: ${on.toFixed(1)} µs a redirect with a record, ${off.toFixed(1)} µs without; by ${ratios.length} pairs ${median(ratios).toFixed(3)} times, on average ${mean.toFixed(3)} ± ${spread.toFixed(3)}, ${machineLoad()}`,
    )
    return on
  } finally {
    await sluice.stop()
  }
}

async function microsOf({ group, workerPid }: Sluice, seconds: number, signal: AbortSignal): Promise<number> {
  const load = { seconds, connections: 50, cores: '1', mode: values.mode as Mode }
  const { parts } = await measureCost(group.url, load, { worker: async () => [workerPid] }, signal)
  return parts['worker']?.cpuMicros ?? NaN
}

async function record({ group }: Sluice, isOn: boolean): Promise<void> {
  const mutation = `mutation ($isOn: Boolean!) {
    updateSettings(input: { recordTraffic: $isOn }) { __typename }
    publish(input: { waitForWorkersSeconds: 5 }) { __typename }
  }`
  const { data, errors } = await graphql(group.url, group.token, mutation, { isOn })
  if (!JSON.stringify(data).includes('PublishSuccess')) throw new Error(`not published: ${JSON.stringify(errors ?? data)}`)
}

function judge(isGood: boolean, allowed: string): void {
  if (isGood) return
  console.log(`that is more than the ${allowed} that are allowed`)
  process.exitCode = 1
}

function cpuMicrosOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

function bytesInUse(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external // array buffers are among the external bytes
}

function machineLoad(): string {
  return `load of the machine ${loadavg()[1]?.toFixed(1)} over 5 minutes`
}
