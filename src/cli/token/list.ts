import { z } from 'zod'
import type { AdminApi } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { formatTable } from '../table.ts'
import { apiTokenSelection, apiTokenShape, stateOf, withLowerRoles, type ApiToken } from './token-shape.ts'

export const tokenList = defineCommand({
  name: 'token list',
  synopsis: '',
  summary: 'lists the API tokens, newest first, without their secrets',
  help: `
Revoked and expired ones are there as long as they are kept. Needs the role admin.

  npx sluice token list
`,
  operands: { min: 0, max: 0 },
  options: {},
  shape: z.array(apiTokenShape),
  async run({ api, clock, show }) {
    show(await askTokens(api), (tokens) =>
      formatTable(
        ['ID', 'NAME', 'ROLE', 'STATE', 'EXPIRES', 'LAST USED', 'MADE BY'],
        tokens.map((token) => [
          Number(token.id),
          token.name,
          token.roles.join(','),
          stateOf(token, clock.nowEpochMs()),
          token.expiresAt,
          token.lastUsedAt,
          token.createdBy,
        ]),
      ),
    )
    return cliExitCodes.done
  },
})

export async function askTokens(api: AdminApi): Promise<ApiToken[]> {
  const { apiTokens } = await api.ask<{ readonly apiTokens: readonly ApiToken[] }>(`{ apiTokens ${apiTokenSelection} }`)
  return apiTokens.map(withLowerRoles)
}
