import { tell } from '../adapters/log/log.ts'
import { errnoOf, fileRemedy } from '../core/file-trouble.ts'

/** Ends a process that the machine did not let start, with a line that says why. Throws any other error, since it is a bug. */
export function endStart(processName: string, error: unknown): never {
  if (errnoOf(error) === undefined) throw error
  tell(`the ${processName} process can't start (${(error as Error).message}); ${fileRemedy(error)}`)
  return process.exit(1)
}
