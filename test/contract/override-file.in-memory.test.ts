import { openInMemoryOverrideFile } from '../support/override-file.ts'
import { overrideFileContract } from './override-file.contract.ts'

overrideFileContract('the double in memory', async () => openInMemoryOverrideFile())
