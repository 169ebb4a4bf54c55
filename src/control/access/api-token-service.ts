import type { Attempt } from '../../core/config/lifecycle.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { ApiToken, ApiTokenPlanner, ApiTokens } from '../../ports/api-tokens.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
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
    list: () => answered(async () => ok(await tokens.list())),
    change: (attempt, planner) =>
      answered(async () => {
        const changed = await tokens.change(attempt, planner)
        onChanged()
        if (changed.ok) directory.changed(changed.value.revokedAt === null ? undefined : changed.value.id)
        return changed
      }),
  }

  async function answered<T>(ask: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      onProblem(error.message, error.cause)
      return fail({
        code: 'STORE_UNAVAILABLE',
        received: 'no answer',
        allowed: 'an answer of the config store',
        remedy: `${error.message}; redirects go on, try again later`,
      })
    }
  }
}
