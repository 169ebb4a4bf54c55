import type { AccessLog } from '../../ports/access-log.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LogSource } from './log.ts'
import type { Output } from './output.ts'

/** Longest time that a line waits for others, and the size at which they wait no longer: one write costs as much as a redirect. */
const BATCH_MS = 100
const BATCH_CHARACTERS = 32_768

/** Writes lines in the form of the log, whatever `LOG_LEVEL` says: what is published switches them on. */
export function openAccessLog(output: Output, source: Omit<LogSource, 'revision'>, clock: Clock): AccessLog {
  const common = JSON.stringify({ ...source, pid: process.pid }).slice(1, -1)
  let batch = ''
  let lines = 0
  let dropped = 0
  let cancelFlush = (): void => undefined
  return {
    write(line) {
      if (lines === 0) cancelFlush = clock.after(BATCH_MS, flush)
      batch += `{"level":30,"time":${clock.nowEpochMs()},${common},${JSON.stringify(line).slice(1, -1)},"msg":"access"}\n`
      lines += 1
      if (batch.length >= BATCH_CHARACTERS) flush()
    },
    dropped: () => dropped,
    flush,
  }

  function flush(): void {
    cancelFlush()
    if (lines > 0 && !output.write(batch)) dropped += lines
    batch = ''
    lines = 0
  }
}
