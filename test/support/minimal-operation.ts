import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql'

/** The shortest operation that asks for a root field: needed arguments alone, with values of the right type. */
export function minimalOperation(kind: 'query' | 'mutation' | 'subscription', field: GraphQLField<unknown, unknown>): string {
  const args = field.args
    .filter(isRequiredArgument)
    .map(({ name, type }) => `${name}: ${name === 'ip' ? '"192.0.2.1"' : minimalValue(type)}`)
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'
  return `${kind} { ${field.name}${args.length === 0 ? '' : `(${args.join(', ')})`}${selection} }`
}

function minimalValue(type: GraphQLInputType): string {
  if (isNonNullType(type)) return minimalValue(type.ofType)
  if (isListType(type)) return '[]'
  if (isEnumType(type)) return type.getValues()[0]?.name ?? ''
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(isRequiredInputField)
    return `{ ${needed.map(({ name, type: inner }) => `${name}: ${minimalValue(inner)}`).join(', ')} }`
  }
  if (type.name === 'Boolean') return 'true'
  return type.name === 'Int' || type.name === 'Float' ? '1' : '"x"'
}
