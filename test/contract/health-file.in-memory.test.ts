import { openInMemoryHealthFile } from '../support/health-file.ts'
import { healthFileContract } from './health-file.contract.ts'

healthFileContract('the double in memory', async () => openInMemoryHealthFile())
