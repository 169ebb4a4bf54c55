import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openOverrideFile } from '../../src/adapters/file/override-file.ts'
import { overrideFileContract } from './override-file.contract.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-override-file-'))
})
afterEach(() => rm(folder, { recursive: true }))

overrideFileContract('a data folder', async () => openOverrideFile(join(folder, 'data'), () => undefined))
