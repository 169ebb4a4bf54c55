import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import { roleOfField } from '../access/permissions.ts'

/** Gives each root field its role from the one table, and adds it to the description. A field without a role is an error. */
export const rolePlugin = 'sluiceRoles'

class RolePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { parentType, name, description = '' } = field
    if (parentType !== 'Query' && parentType !== 'Mutation' && parentType !== 'Subscription') return field
    const role = roleOfField(parentType, name)
    if (role === undefined) throw new Error(`the root field ${parentType}.${name} does not say who may ask for it`)
    // `viewer` is the default, so only mutations and higher roles mention theirs.
    const isSaid = parentType === 'Mutation' || role !== 'viewer'
    return {
      ...field,
      description: isSaid ? `${description} Role \`${role}\`.` : description,
      pothosOptions: { ...field.pothosOptions, authScopes: { role } },
    } as typeof field // Pothos knows the options of a kind only where a builder is at hand
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
