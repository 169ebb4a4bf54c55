import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { configLists, type ConfigList } from './config-lists.ts'

/** The guard of an edit, which no entry has. */
const GUARD = 'expectedVersion'
const problems = `... on UserError { code message field }
    ... on InvalidInput { issues { severity code path message remedy } }
    ... on Stale { expected actual }`

/** Prints the operations that read and change each list of the configuration, with every field that its input takes. */
export function printDrafts(schema: GraphQLSchema): string {
  return [
    'query ConfigVersion { workingCopy { version } }',
    `query ConfigKeys { workingCopy { version config { ${configLists(schema).map(keysOf).join(' ')} } } }`,
    ...configLists(schema).map(printList),
  ].join('\n\n')
}

/** Prints the documents of each list by its name, and the fields of the API that they use. */
export function printLists(schema: GraphQLSchema): string {
  const entries = configLists(schema).map(
    ({ name, type, save, remove }) => `  ${name}: {
    save: '${save}',
    remove: ${remove === undefined ? 'undefined' : `'${remove}'`},
    documents: {
      read: operations.Read${type.name}Document,
      whole: operations.Whole${type.name}Document,
      brief: ${remove === undefined ? 'undefined' : `operations.Brief${type.name}Document`},
      save: operations.Save${type.name}Document,
      remove: ${remove === undefined ? 'undefined' : `operations.Delete${type.name}Document`},
    },
  },`,
  )
  return `// Generated from schema.graphql by "npm run generate".
import * as operations from './operations.ts'

/** Each list of the configuration: the mutations that change it, and the operations of the UI. */
export const lists = {
${entries.join('\n')}
} as const
`
}

function keysOf({ name, read }: ConfigList): string {
  return read === undefined ? '' : `${name} { key }`
}

function printList({ name, type, input, read, save, saved, remove }: ConfigList): string {
  const fields = `fragment ${type.name}Fields on ${type.name} { ${selectionOf(type, input)} }`
  const spread = `{ ...${type.name}Fields }`
  const saving = `mutation Save${type.name}($input: ${input.name}!) {
  outcome: ${save}(input: $input) {
    ... on ${save.charAt(0).toUpperCase()}${save.slice(1)}Success { entry: ${saved} ${spread} }
    ${problems}
  }
}`
  const whole = `query Whole${type.name} { workingCopy { version config { whole: ${name} ${spread} } } }`
  if (read === undefined || remove === undefined)
    return [fields, `query Read${type.name} { workingCopy { version config { entry: ${name} ${spread} } } }`, whole, saving].join(
      '\n',
    )
  return [
    fields,
    `query Read${type.name}($key: String!) { entry: ${read}(key: $key) ${spread} }`,
    whole,
    `query Brief${type.name} { workingCopy { version config { entries: ${name} { ${briefOf(type, input)} } } } }`,
    saving,
    `mutation Delete${type.name}($key: String!, $expectedVersion: Int) {
  outcome: ${remove}(key: $key, expectedVersion: $expectedVersion) {
    ... on Delete${type.name}Success { key }
    ${problems}
  }
}`,
  ].join('\n')
}

/** Every field of the entry that its input has, parts of parts as well. */
function selectionOf(type: GraphQLObjectType, input: GraphQLInputObjectType): string {
  const given = input.getFields()
  return Object.values(type.getFields())
    .filter(({ name }) => name !== GUARD && given[name] !== undefined)
    .map(({ name, type: inner }) => {
      const [part, partInput] = [getNamedType(inner), getNamedType(given[name]?.type)]
      return isObjectType(part) && isInputObjectType(partInput) ? `${name} { ${selectionOf(part, partInput)} }` : name
    })
    .join(' ')
}

/** The fields that are neither lists nor objects, for tables. */
function briefOf(type: GraphQLObjectType, input: GraphQLInputObjectType): string {
  const given = input.getFields()
  return Object.values(type.getFields())
    .filter(
      ({ name, type: inner }) =>
        given[name] !== undefined && !isObjectType(getNamedType(inner)) && !isListType(getNullableType(inner)),
    )
    .map(({ name }) => name)
    .join(' ')
}
