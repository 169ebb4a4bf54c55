// A process that logs on stdout: for each line on stdin, as many access lines as it says. Then says on stderr how many it dropped.
import { createInterface } from 'node:readline'
import { openAccessLog } from '../../src/adapters/log/access-log.ts'
import { openOutput } from '../../src/adapters/log/output.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'

const name = process.argv[2] ?? ''
const log = openAccessLog(openOutput(), { node: 'host:8000', process: 'worker', worker: name }, systemClock)
let turn = 0
for await (const line of createInterface(process.stdin)) {
  for (let count = Number(line); count > 0; count -= 1) {
    turn += 1
    log.write({ revision: 7, turn, reason: 'SELECTED', cdn: 'x'.repeat(turn % 97), status: 302 })
  }
  log.flush()
  process.stderr.write(`${log.dropped()}\n`)
}
