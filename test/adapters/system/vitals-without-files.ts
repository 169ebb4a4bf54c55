// A process that reads its resident bytes, opens files until it may open no more, reads them again and writes both to stdout.
import { openSync } from 'node:fs'
import { openProcessVitals } from '../../../src/adapters/system/process-vitals.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'

const read = openProcessVitals(systemClock)
const before = read().residentBytes
try {
  for (;;) openSync('/dev/null', 'r')
} catch {
  process.stdout.write(JSON.stringify({ before, without: read().residentBytes }), () => process.exit(0))
}
