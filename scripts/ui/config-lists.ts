import {
  getNamedType,
  isInputObjectType,
  isListType,
  isObjectType,
  isUnionType,
  getNullableType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'

/** A list of the configuration, or its settings, with the fields of the API that read and change it. */
export type ConfigList = {
  /** `cdns`, `settings`. */
  readonly name: string
  readonly type: GraphQLObjectType
  readonly input: GraphQLInputObjectType
  /** Query of one entry by its key; undefined for the settings, of which there is one. */
  readonly read: string | undefined
  readonly save: string
  /** The field of the mutation's success that has the entry. */
  readonly saved: string
  readonly remove: string | undefined
}

/** Finds all lists in the schema, in the order of a document: the configuration's input names them and the types of their entries. */
export function configLists(schema: GraphQLSchema): readonly ConfigList[] {
  const whole = schema.getType('RoutingConfig')
  const input = schema.getType('RoutingConfigInput')
  if (!isObjectType(whole) || !isInputObjectType(input)) throw new Error('the schema has no RoutingConfig')
  return Object.values(whole.getFields()).map(({ name, type }) => {
    const entry = getNamedType(type)
    const given = input.getFields()[name]
    const entryInput = given && getNamedType(given.type)
    if (!isObjectType(entry) || !isInputObjectType(entryInput)) throw new Error(`RoutingConfigInput has no ${name}`)
    const isList = isListType(getNullableType(type))
    return { name, type: entry, input: entryInput, ...rootFieldsOf(schema, entry, entryInput, isList) }
  })
}

function rootFieldsOf(schema: GraphQLSchema, entry: GraphQLObjectType, input: GraphQLInputObjectType, isList: boolean) {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {})
  const save = mutations.find(({ args }) => args.length === 1 && args[0] !== undefined && getNamedType(args[0].type) === input)
  const success = save && membersOf(schema, save.type).find(({ name }) => name.endsWith('Success'))
  const saved = Object.values(success?.getFields() ?? {}).find(({ type }) => getNamedType(type) === entry)
  const remove = mutations.find(({ name }) => name === `delete${entry.name}`)
  const read = Object.values(schema.getQueryType()?.getFields() ?? {}).find(({ type }) => type === entry)
  if (save === undefined || saved === undefined) throw new Error(`no mutation takes ${input.name}`)
  if (isList && (remove === undefined || read === undefined)) throw new Error(`${entry.name} is neither read nor deleted alone`)
  return { save: save.name, saved: saved.name, remove: remove?.name, read: read?.name }
}

function membersOf(schema: GraphQLSchema, type: Parameters<typeof getNamedType>[0]): readonly GraphQLObjectType[] {
  const named = type && getNamedType(type)
  return isUnionType(named) ? schema.getPossibleTypes(named) : []
}
