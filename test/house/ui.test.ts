import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kind, parse, type FieldNode, type OperationDefinitionNode } from 'graphql'
import { expect, it } from 'vitest'
import { graphqlRoles } from '../../src/control/access/permissions.ts'
import { rolesNeeded } from '../../ui/generated/roles.ts'

const operations = readdirSync('ui', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.graphql'))
  .flatMap((path) => parse(readFileSync(join('ui', path), 'utf8')).definitions)
  .filter((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)
const guide = ['docs/api.md', ...readdirSync('docs/api').map((name) => `docs/api/${name}`)]
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

const fields = operations.flatMap(({ operation, selectionSet }) =>
  selectionSet.selections
    .filter((selection): selection is FieldNode => selection.kind === Kind.FIELD)
    .map(({ name }) => ({ operation, field: name.value })),
)

it.each(fields)('the $operation $field, which the web UI sends, stands in the guide', ({ operation, field }) => {
  expect(graphqlRoles[operation.replace(/^./, (letter) => letter.toUpperCase())]).toHaveProperty(field)
  expect(guide).toMatch(new RegExp(`^[^\\n]*\\b${field}\\b *[({]`, 'm'))
})

it('knows the role that each field needs as the table of permissions does', () => {
  const wanted = Object.assign({}, ...Object.values(graphqlRoles)) as Record<string, string>
  const upper = Object.fromEntries(Object.entries(wanted).map(([field, role]) => [field, role.toUpperCase()]))
  expect(rolesNeeded).toEqual(upper)
})
