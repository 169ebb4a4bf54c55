import { describeProblem } from '../result.ts'
import { checkDocument } from './check-document.ts'
import { invalidConfig } from './invalid-config.ts'
import type { ConfigRevision } from './revision.ts'
import { hasErrors } from '../validation-issue.ts'

/** Why a revision that can be run could not be published by this version, whose rules may be stricter than those it was published by. */
export function whyNotPublishable({ number, config }: ConfigRevision): string | undefined {
  const { issues } = checkDocument(config)
  return hasErrors(issues) ? `revision ${number} is not valid here: ${describeProblem(invalidConfig(issues))}` : undefined
}
