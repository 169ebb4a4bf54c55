import { describeProblem } from '../result.ts'
import { checkDocument } from './check-document.ts'
import { invalidConfig } from './invalid-config.ts'
import type { ConfigRevision } from './revision.ts'
import { hasErrors } from '../validation-issue.ts'

/** The reason why this version would not publish a revision that it can run; its rules may be stricter than at the time. */
export function whyNotPublishable({ number, config }: ConfigRevision): string | undefined {
  const { issues } = checkDocument(config)
  return hasErrors(issues) ? `revision ${number} is not valid here: ${describeProblem(invalidConfig(issues))}` : undefined
}
