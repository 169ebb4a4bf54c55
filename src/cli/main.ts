import { runCommandLine } from './run.ts'
import { openTerminal } from './terminal.ts'

// Whoever reads the output may stop reading, as `head` does: what is left is nobody's.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCommandLine(process.argv.slice(2), openTerminal(process))
