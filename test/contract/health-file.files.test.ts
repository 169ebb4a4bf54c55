import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openHealthFile } from '../../src/adapters/file/health-file.ts'
import { healthFileContract } from './health-file.contract.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-health-file-'))
})
afterEach(() => rm(folder, { recursive: true }))

healthFileContract('a data folder', async () => openHealthFile(join(folder, 'data'), () => undefined))
