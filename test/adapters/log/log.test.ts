import { expect, it } from 'vitest'
import { openLog, type LogSource } from '../../../src/adapters/log/log.ts'

function logOf(source: LogSource): {
  readonly log: ReturnType<typeof openLog>
  readonly lines: () => readonly Record<string, unknown>[]
} {
  const lines: string[] = []
  const log = openLog('info', source, { write: (line) => void lines.push(line) })
  return { log, lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

it('puts node, process, worker and the revision of the moment on each line, a child logger’s, too', () => {
  let revision: number | undefined
  const { log, lines } = logOf({ node: 'host:8000', process: 'worker', worker: 'worker-1', revision: () => revision })
  log.info('before the first revision')
  revision = 7
  log.child({ reqId: 'a' }).warn({ other: 1 }, 'later')
  const source = { node: 'host:8000', process: 'worker', worker: 'worker-1', pid: process.pid }
  expect(lines()).toEqual([
    { ...source, level: 30, time: expect.any(Number), msg: 'before the first revision' },
    { ...source, level: 40, time: expect.any(Number), revision: 7, reqId: 'a', other: 1, msg: 'later' },
  ])
})

it('names no worker where there is none', () => {
  const { log, lines } = logOf({ node: 'host:8000', process: 'primary', revision: () => undefined })
  log.info('a line')
  expect(Object.keys(lines()[0] ?? {})).toEqual(['level', 'time', 'node', 'process', 'pid', 'msg'])
})
