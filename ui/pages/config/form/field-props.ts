import type { ComponentType } from 'react'
import type { FormField } from './form-field.ts'

export type FieldProps = {
  readonly field: FormField
  /** Where it stands in the entry: `healthCheck.path`. */
  readonly path: string
  readonly value: unknown
  /** What the working copy has; undefined where there is nothing to compare with. */
  readonly base: unknown
  /** What is told about it; undefined when all is well. */
  readonly error: string | undefined
}

export type FieldsProps = {
  readonly fields: readonly FormField[]
  /** Of the object that has the fields; empty for the entry itself. */
  readonly path: string
  readonly value: unknown
  readonly base: unknown
}

/** Props of a field that has fields inside it, and how they are drawn. */
export type OuterProps<Holds> = FieldProps & { readonly holds: Holds; readonly inside: ComponentType<FieldsProps> }
