import { beforeEach, expect, it } from 'vitest'
import { describeError, type ErrorReport } from '../../src/core/error-report.ts'
import type { ToControl } from '../../src/ports/group-messages.ts'
import { openErrorRelay, type ErrorRelay } from '../../src/primary/error-relay.ts'

const report = (message: string): ErrorReport => describeError('UNHANDLED_ERROR', message, { process: 'worker' })

let sent: ToControl[]
let relay: ErrorRelay
beforeEach(() => {
  sent = []
  relay = openErrorRelay((message) => void sent.push(message))
})

it('passes a report on at once while the control process listens', () => {
  relay.open()
  relay.hear(report('a'))
  expect(sent).toEqual([{ kind: 'ERROR', reports: [report('a')], lost: 0 }])
})

it('keeps what comes before that and after its end, and passes it on when it listens again', () => {
  relay.hear(report('a'))
  relay.open()
  relay.close()
  relay.hear(report('b'))
  relay.hear(report('c'))
  relay.open()
  expect(sent).toEqual([
    { kind: 'ERROR', reports: [report('a')], lost: 0 },
    { kind: 'ERROR', reports: [report('b'), report('c')], lost: 0 },
  ])
})

it('keeps 20, and counts the others as lost, once', () => {
  for (let count = 0; count < 25; count += 1) relay.hear(report(String(count)))
  relay.open()
  relay.close()
  relay.hear(report('later'))
  relay.open()
  expect(sent.map((message) => message.kind === 'ERROR' && [message.reports.length, message.lost])).toEqual([
    [20, 5],
    [1, 0],
  ])
})
