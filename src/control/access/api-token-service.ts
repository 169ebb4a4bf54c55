import type { Attempt } from '../../core/change/lifecycle.ts'
import { ok, type Result } from '../../core/result.ts'
import type { ApiToken } from '../../core/access/api-token.ts'
import type { ApiTokenPlanner } from '../../core/change/plan-api-token.ts'
import type { ApiTokens } from '../../ports/api-tokens.ts'
import { answered } from '../answered.ts'
import type { ApiTokenDirectory } from './api-token-directory.ts'

/** The one way in which API tokens are listed and changed. */
export type ApiTokenService = {
  list(): Promise<Result<readonly ApiToken[]>>
  change(attempt: Attempt, planner: ApiTokenPlanner): Promise<Result<ApiToken>>
}

export type ApiTokenServiceParts = {
  readonly tokens: ApiTokens
  readonly directory: Pick<ApiTokenDirectory, 'changed'>
  /** Something was recorded in the audit trail. */
  readonly onChanged: () => void
  readonly onProblem: (message: string, error: unknown) => void
}

export function buildApiTokenService({ tokens, directory, onChanged, onProblem }: ApiTokenServiceParts): ApiTokenService {
  return {
    list: () => answered(onProblem, async () => ok(await tokens.list())),
    change: (attempt, planner) =>
      answered(onProblem, async () => {
        const changed = await tokens.change(attempt, planner)
        onChanged()
        if (changed.ok) directory.changed(changed.value.revokedAt === null ? undefined : changed.value.id)
        return changed
      }),
  }
}
