import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { enableCodeCache } from './adapters/file/code-cache.mjs'

enableCodeCache([join(process.env['DATA_DIR'] || 'data', 'code-cache')]) // before anything else is loaded
const { readProcessEnvironment } = await import('./app/process-environment.ts')
const environment = readProcessEnvironment(process.env)
process.title = environment.title

if (environment.kind !== 'primary') {
  // Signals to the whole group are for the primary. A child leaves when the primary tells it to, or is gone.
  process.on('SIGTERM', () => undefined)
  process.on('SIGINT', () => undefined)
  process.on('SIGHUP', () => undefined)
  process.once('disconnect', () => process.exit(0))
}

const { readSettings, readWorkerSettings } = await import('./settings.ts')
const read = environment.kind === 'worker' ? readWorkerSettings(process.env) : readSettings(process.env)
if ('problem' in read) {
  process.stderr.write(`sluice: ${read.problem}\n`)
  process.exit(64)
}

const { endStart } = await import('./app/start-failure.ts') // early: loading it needs a free file
try {
  switch (environment.kind) {
    case 'primary':
      await (await import('./app/primary.ts')).runPrimary(read.settings, fileURLToPath(import.meta.url))
      break
    case 'control':
      await (await import('./app/control.ts')).runControl(read.settings, environment)
      break
    case 'worker':
      ;(await import('./app/worker.ts')).runWorker(read.settings, environment)
      break
    default:
      environment.kind satisfies never
  }
} catch (error) {
  endStart(environment.kind, error)
}
// Node writes the cache only on a normal exit, and a service seldom has one.
flushCompileCache()
