import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import { graphqlRoles } from '../access/permissions.ts'

/** Gives each root field the role of the one table, and says so in its description: no field can forget it or have another. */
export const rolePlugin = 'sluiceRoles'

class RolePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { parentType, name, description = '' } = field
    if (parentType !== 'Query' && parentType !== 'Mutation' && parentType !== 'Subscription') return field
    const role = graphqlRoles[parentType]?.[name]
    if (role === undefined) throw new Error(`the root field ${parentType}.${name} does not say who may ask for it`)
    // What everybody may who may anything goes without saying, except for a mutation.
    const isSaid = parentType === 'Mutation' || role !== 'viewer'
    return {
      ...field,
      description: isSaid ? `${description} Role \`${role}\`.` : description,
      pothosOptions: { ...field.pothosOptions, authScopes: { role } },
    } as typeof field // which option is whose, Pothos knows only where a builder is at hand
  }
}

SchemaBuilder.registerPlugin(rolePlugin, RolePlugin)

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- how Pothos' plugins declare themselves
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      sluiceRoles: RolePlugin<Types>
    }
  }
}
