import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql'
import { expect, it } from 'vitest'
import { schema } from '../../src/control/graphql/schema.ts'

const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))

it('describes every type', () => {
  expect(types.filter(({ description }) => !description).map(({ name }) => name)).toEqual([])
})

it('describes every field, input field and enum value whose name does not say it all', () => {
  const bare = types.flatMap((type) => {
    const members =
      isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : isEnumType(type)
          ? type.getValues()
          : []
    return members.filter(({ description }) => !description).map(({ name }) => `${type.name}.${name}`)
  })
  expect(bare).toEqual([])
})

it('answers every mutation but validate with a union of one success and errors of the common form', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ name }) => name !== 'validate')
  for (const { name, type } of mutations) {
    const union = 'ofType' in type ? type.ofType : type
    const capitalized = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const members = isUnionType(union) ? union.getTypes() : []
    const errors = members.filter((member) => member.getInterfaces().some((one) => one.name === 'UserError'))
    expect([String(type), members.filter((member) => !errors.includes(member)).map(String)]).toEqual([
      `${capitalized}Result!`,
      [`${capitalized}Success`],
    ])
    expect(errors.length).toBeGreaterThan(0)
  }
})

it('names no type after a root field but the three roots', () => {
  const named = types.filter(({ name }) => /^(Query|Mutation|Subscription)/.test(name)).map(({ name }) => name)
  expect(named.toSorted()).toEqual(['Mutation', 'Query', 'Subscription'])
})

it('names every connection and every edge after its nodes, all with the same fields', () => {
  const connections = types.filter(({ name }) => name.endsWith('Connection')).filter(isObjectType)
  expect(connections.map(({ name }) => name)).toEqual([
    'AuditEventConnection',
    'ConfigRevisionConnection',
    'HealthEventConnection',
  ])
  for (const connection of connections) {
    const node = connection.name.replace(/Connection$/, '')
    const fields = Object.values(connection.getFields()).map(({ name, type }) => `${name}: ${String(type)}`)
    const count = node === 'HealthEvent' ? [] : ['totalCount: Int!']
    expect(fields).toEqual([`edges: [${node}Edge!]!`, `nodes: [${node}!]!`, 'pageInfo: PageInfo!', ...count])
    expect(schema.getType(`${node}Edge`)).toSatisfy(isObjectType)
  }
})

it('writes every value of an enum in upper case', () => {
  const values = types.filter(isEnumType).flatMap((type) => type.getValues().map(({ name }) => name))
  expect(values.filter((name) => !/^[A-Z]+(_[A-Z]+)*$/.test(name))).toEqual([])
})

it('tells and takes roles as the enum Role', () => {
  const fields = types.flatMap((type) => (isObjectType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : []))
  const ofRole = fields.filter(({ name }) => /^roles?$/.test(name)).map(({ type }) => String(type).replace(/\W/g, ''))
  expect([ofRole.length, new Set(ofRole)]).toEqual([5, new Set(['Role'])])
})

it('says of every scalar where it is specified', () => {
  const scalars = types.filter(isScalarType).map(({ name, specifiedByURL }) => [name, specifiedByURL])
  expect(scalars).toEqual([
    ['DateTime', 'https://scalars.graphql.org/andimarek/date-time.html'],
    ['JSON', 'https://www.rfc-editor.org/rfc/rfc8259'],
  ])
})
