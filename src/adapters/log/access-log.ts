import type { AccessLog } from '../../ports/access-log.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LogSource } from './log.ts'
import { MAX_WHOLE_BYTES, type Output } from './output.ts'

/** Longest time that a line waits for others: one write costs as much as a redirect. */
const BATCH_MS = 100

/** Writes lines in the form of the log, whatever `LOG_LEVEL` says: what is published switches them on. */
export function openAccessLog(output: Output, source: Omit<LogSource, 'revision'>, clock: Clock): AccessLog {
  const common = JSON.stringify({ ...source, pid: process.pid }).slice(1, -1)
  let batch = ''
  let bytes = 0
  let lines = 0
  let dropped = 0
  let cancelFlush = (): void => undefined
  return {
    write(line) {
      const text = `{"level":30,"time":${clock.nowEpochMs()},${common},${JSON.stringify(line).slice(1, -1)},"msg":"access"}\n`
      const size = Buffer.byteLength(text)
      if (bytes + size > MAX_WHOLE_BYTES) flush()
      if (lines === 0) cancelFlush = clock.after(BATCH_MS, flush)
      batch += text
      bytes += size
      lines += 1
    },
    dropped: () => dropped,
    flush,
  }

  function flush(): void {
    cancelFlush()
    const count = lines
    if (count > 0) output.write(batch, () => (dropped += count))
    batch = ''
    bytes = 0
    lines = 0
  }
}
