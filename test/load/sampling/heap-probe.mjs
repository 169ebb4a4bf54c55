// Loaded by NODE_OPTIONS into each process of a group under load: on SIGUSR2 it collects all garbage and writes what is left. So the
// service itself needs neither a flag nor a route for it.
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const path = join(process.env.SLUICE_LOAD_PROBE, String(process.pid))

process.on('SIGUSR2', () => {
  collect()
  collect() // what the first one let finalizers free
  writeFileSync(`${path}.new`, JSON.stringify({ name: process.title, heapBytes: process.memoryUsage().heapUsed }))
  renameSync(`${path}.new`, path)
})
