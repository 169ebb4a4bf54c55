import { enableCodeCache } from '../adapters/file/code-cache.mjs'

enableCodeCache() // before anything else is loaded
const [{ systemClock }, { findLocalService }, { runCommandLine }, { openTerminal }] = await Promise.all([
  import('../adapters/system/clock.ts'),
  import('../adapters/file/local-service.ts'),
  import('./run.ts'),
  import('./terminal.ts'),
])

// Ignores the end of the reader, such as `head`: nobody needs the rest.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: openTerminal(process),
  clock: systemClock,
  findLocal: findLocalService,
})
