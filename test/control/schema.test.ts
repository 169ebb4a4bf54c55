import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
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
