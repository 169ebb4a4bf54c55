import { buildSchema, type GraphQLObjectType } from 'graphql'

/** Prints the least role of each query, mutation and subscription, as the schema's descriptions tell it. */
export function printRoles(text: string): string {
  const schema = buildSchema(text)
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const roles = Object.fromEntries(types.flatMap((type) => (type ? rolesOf(type) : [])))
  return `// Generated from schema.graphql by "npm run generate".
/** The least role of each root field of the API. */
export const rolesNeeded = ${JSON.stringify(roles, undefined, 2)} as const

export type RootField = keyof typeof rolesNeeded
`
}

function rolesOf(type: GraphQLObjectType): [string, string][] {
  return Object.values(type.getFields()).map(({ name, description }) => [
    name,
    /Role `(\w+)`/.exec(description ?? '')?.[1]?.toUpperCase() ?? 'VIEWER',
  ])
}
