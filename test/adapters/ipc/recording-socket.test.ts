import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { listenForRecordings, recordsSocketOf, sendRecording } from '../../../src/adapters/ipc/recording-socket.ts'
import { openReservoir } from '../../../src/core/recorded/reservoir.ts'
import { openInbox, type Inbox } from '../../support/inbox.ts'
import { recordedWith } from '../../support/recorded.ts'

type Sent = Parameters<typeof sendRecording>[1]

let folder: string
let socket: string
let heard: Inbox<Sent>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-'))
  socket = recordsSocketOf(join(folder, 'control.sock'))
  heard = openInbox()
})
afterEach(() => rmSync(folder, { recursive: true }))

it('brings the full records of several workers whole', async () => {
  await listenForRecordings(socket, (sent) => heard.put(sent))
  const all = [1, 2, 3].map((worker) => sentBy(worker, 19_000))
  for (const sent of all) sendRecording(socket, sent)
  for (const sent of all) expect(await heard.find(({ worker }) => worker.pid === sent.worker.pid)).toEqual(sent)
})

it('has a path no longer than that of the control process', () => {
  const longest = join(folder, 'control.sock')
  for (const pid of [undefined, 1, 4_194_304]) expect(recordsSocketOf(longest, pid).length).toBeLessThanOrEqual(longest.length)
})

it('takes the place of a process that was killed', async () => {
  await listenForRecordings(socket, () => undefined)
  await listenForRecordings(socket, (sent) => heard.put(sent))
  sendRecording(socket, sentBy(1, 1))
  expect(await heard.find(() => true)).toEqual(sentBy(1, 1))
})

it('hears nothing of a record that is cut off, nor of a worker without a control process', async () => {
  sendRecording(socket, sentBy(1, 1))
  await listenForRecordings(socket, (sent) => heard.put(sent))
  const cut = connect(socket)
  cut.end(Buffer.from([0xff, 0x0f, 0x6f]))
  await new Promise((resolve) => void cut.once('close', resolve))
  sendRecording(socket, sentBy(2, 1))
  await heard.find(({ worker }) => worker.pid === 2)
  expect(heard.all).toHaveLength(1)
})

function sentBy(pid: number, count: number): Sent {
  const reservoir = openReservoir(seededRandom(1), 0)
  for (let number = 0; number < count; number += 1)
    if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number, label: `s${number}` }))
  return { worker: { id: `worker-${pid}`, pid }, answer: { ask: 7, recording: reservoir.copy(3_600, 1) } }
}
