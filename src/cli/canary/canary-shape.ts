import { z } from 'zod'

/** A canary as the command line shows it. */
export const canaryShape = z.strictObject({
  revision: z.int(),
  state: z.enum(['RUNNING', 'PROMOTED', 'TAKEN_BACK']),
  node: z.string(),
  workers: z.int(),
  seconds: z.int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  reason: z.string().nullable(),
})
export type Canary = z.infer<typeof canaryShape>

/** Describes a canary in one line. */
export function describeCanary({ revision, state, node, workers, seconds, startedAt, endedAt, reason }: Canary): string {
  const where = `on ${workers} worker${workers === 1 ? '' : 's'} of ${node}`
  if (state === 'RUNNING') return `revision ${revision} runs ${where} since ${startedAt}, for ${seconds} s`
  const end = state === 'PROMOTED' ? 'was promoted' : 'was taken back'
  return `revision ${revision} ${end} at ${endedAt}: ${reason}`
}
