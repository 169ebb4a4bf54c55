import { activeAt } from '../override/override.ts'
import { validateWhole } from '../expectations/validate-whole.ts'
import { fail, ok } from '../result.ts'
import { canonicalJson } from '../config/canonical.ts'
import { invalidConfig } from '../config/invalid-config.ts'
import type { ConfigPlanner } from './config-change.ts'
import { findMessageProblem } from './hindrances.ts'
import type { RoutingConfig } from '../config/model.ts'
import { sealRevision, whyUnusable, type ConfigRevision } from '../config/revision.ts'
import { hasErrors } from '../validation-issue.ts'

type NewRevision = { readonly message: string | null; readonly rollbackOf: number | null }

/** Plans the next revision with this content; an undefined plan where the content is live already. */
export function planRevision(config: RoutingConfig, { message, rollbackOf }: NewRevision): ConfigPlanner['plan'] {
  return ({ live, lastNumber, overrides }, attempt) => {
    const unfit = findMessageProblem(message)
    if (unfit !== undefined) return fail(unfit)
    const active = activeAt(overrides.overrides, Date.parse(attempt.at))
    const issues = validateWhole(config, active)
    if (hasErrors(issues)) return fail(invalidConfig(issues))
    if (isLive(config, live)) return ok(undefined)
    const number = lastNumber + 1
    const revision = sealRevision({
      number,
      publishedAt: attempt.at,
      author: attempt.actor,
      message,
      parent: live?.number ?? null,
      rollbackOf,
      config,
    })
    const audit = { target: `revisions.${number}`, before: live?.number ?? null, after: number }
    return ok({ workingCopy: config, revision, audit })
  }
}

/** Whether workers run this content. A live revision with a bad hash or format does not count: publishing again mends it. */
function isLive(config: RoutingConfig, live: ConfigRevision | undefined): boolean {
  return live !== undefined && canonicalJson(live.config) === canonicalJson(config) && whyUnusable(live) === undefined
}
