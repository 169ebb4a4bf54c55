import { openInProcessRateLimits } from '../../src/adapters/in-process/rate-limits.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { sharedRateLimitsContract } from './shared-rate-limits.contract.ts'

sharedRateLimitsContract('what one process counts', async () => {
  const limits = openInProcessRateLimits(systemClock)
  return { limits, other: limits, close: async () => undefined }
})
