import { z } from 'zod'
import { roles } from '../../core/access/roles.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, readCount } from '../command.ts'
import { onOneLine } from '../terminal.ts'
import { apiTokenSelection, apiTokenShape, withLowerRoles } from './token-shape.ts'

const createdShape = z.strictObject({ token: z.string(), apiToken: apiTokenShape })
type Created = z.infer<typeof createdShape>

export const tokenCreate = defineCommand({
  name: 'token create',
  synopsis: 'NAME --role ROLE [--days N | --expires TIME]',
  summary: 'makes a token for the admin API, and prints it once',
  help: `
stdout has the token alone, for $(…); what else there is to say goes to stderr. It ends after 90 days unless told, and never
after your own. Each role includes the ones before it: ${roles.join(', ')}. Needs the role admin.

  npx sluice token create dashboard --role viewer --days 30
  SLUICE_TOKEN=$(npx sluice token create eve --role editor) npx sluice status
`,
  operands: { min: 1, max: 1 },
  options: {
    role: { type: 'string', value: roles.join('|'), help: 'what it may do; required' },
    days: { type: 'string', value: 'N', help: 'ends after N days, 1 to 366' },
    expires: { type: 'string', value: 'TIME', help: 'end: 2026-01-31T12:00:00Z' },
  },
  shape: createdShape,
  async run({ operands: [name = ''], values, api, terminal, show }) {
    const role = values.role?.toLowerCase()
    if (!roles.some((known) => known === role))
      throw new CommandFailure(
        cliExitCodes.usage,
        `--role: received ${JSON.stringify(values.role ?? 'nothing')}, allowed is one of ${roles.join(', ')}`,
      )
    const expiresInDays = values.days === undefined ? null : readCount('--days', values.days, 1, 366)
    const input = { name, roles: [role?.toUpperCase()], expiresAt: values.expires ?? null, expiresInDays }
    const { createApiToken } = await api.ask<{ readonly createApiToken: Created | UserError }>(mutation, { input })
    if ('code' in createApiToken) throw refusalOf(createApiToken)
    const { token, apiToken } = createApiToken
    terminal.complain(
      `The token ${onOneLine(apiToken.name)} has the role ${role} until ${apiToken.expiresAt}. It is shown here and never again.\n`,
    )
    show({ token, apiToken: withLowerRoles(apiToken) }, () => `${token}\n`)
    return cliExitCodes.done
  },
})

const mutation = `mutation CreateApiToken($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    ... on CreateApiTokenSuccess { token apiToken ${apiTokenSelection} }
    ... on UserError { code message field }
  }
}`
