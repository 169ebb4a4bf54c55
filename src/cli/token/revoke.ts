import { refusalOf, type UserError } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand } from '../command.ts'
import { onOneLine } from '../terminal.ts'
import { askTokens } from './list.ts'
import { apiTokenSelection, apiTokenShape, stateOf, withLowerRoles, type ApiToken } from './token-shape.ts'

export const tokenRevoke = defineCommand({
  name: 'token revoke',
  synopsis: 'NAME|ID',
  summary: 'ends an API token for good',
  help: `
NAME is that of a token that can be used; ID is for all. It is refused at once, on other nodes within 5 s, and its connections
end. Needs the role admin.

  npx sluice token revoke dashboard
`,
  operands: { min: 1, max: 1 },
  options: {},
  shape: apiTokenShape,
  async run({ operands: [which = ''], api, clock, show }) {
    const tokens = await askTokens(api)
    const named = tokens.find((token) => token.name === which && stateOf(token, clock.nowEpochMs()) === 'usable')
    const meant = named ?? tokens.find(({ id }) => id === which)
    if (meant === undefined)
      throw new CommandFailure(
        cliExitCodes.refused,
        `NOT_FOUND: no usable token has the name, and none the id "${onOneLine(which)}"; "token list" shows them`,
      )
    const { revokeApiToken } = await api.ask<{ readonly revokeApiToken: UserError | { readonly apiToken: ApiToken } }>(mutation, {
      id: meant.id,
    })
    if ('code' in revokeApiToken) throw refusalOf(revokeApiToken)
    show(withLowerRoles(revokeApiToken.apiToken), ({ id, name }) => `The token ${onOneLine(name)} (id ${id}) is revoked.\n`)
    return cliExitCodes.done
  },
})

const mutation = `mutation RevokeApiToken($id: ID!) {
  revokeApiToken(id: $id) {
    ... on RevokeApiTokenSuccess { apiToken ${apiTokenSelection} }
    ... on UserError { code message field }
  }
}`
