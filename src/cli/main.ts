import { systemClock } from '../adapters/system/clock.ts'
import { findLocalService } from '../adapters/file/local-service.ts'
import { runCommandLine } from './run.ts'
import { openTerminal } from './terminal.ts'

// Ignores the end of the reader, such as `head`: nobody needs the rest.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: openTerminal(process),
  clock: systemClock,
  findLocal: findLocalService,
})
