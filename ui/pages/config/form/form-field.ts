/** A field of the configuration as a form shows it: made from schema.graphql and docs/config.schema.json, never by hand. */
export type FormField = {
  readonly name: string
  /** What it means, in the words of the API. */
  readonly words: string
  /** Which values are allowed, in words. */
  readonly allowed: string
  /** The value of a new entry that does not name it, in words; empty where there is none. */
  readonly unlessTold: string
  readonly isRequired: boolean
  readonly isNullable: boolean
  readonly holds: Kind
}

/** What a field holds, with its bounds. */
export type Kind = SingleKind | ListKind | GroupKind | RowsKind
export type SingleKind = TextKind | NumberKind | ChoiceKind | FlagKind

export type TextKind = {
  readonly kind: 'TEXT'
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  /** The list whose keys it names. */
  readonly refersTo?: string
}
export type NumberKind = {
  readonly kind: 'NUMBER'
  readonly isWhole: boolean
  readonly min?: number
  readonly above?: number
  readonly max?: number
}
type FlagKind = { readonly kind: 'FLAG' }
export type ChoiceKind = {
  readonly kind: 'CHOICE'
  readonly values: readonly { readonly value: string | number; readonly words: string }[]
}
export type ListKind = { readonly kind: 'LIST'; readonly of: SingleKind; readonly least: number; readonly most: number }
export type GroupKind = { readonly kind: 'GROUP'; readonly fields: readonly FormField[] }
export type RowsKind = {
  readonly kind: 'ROWS'
  readonly fields: readonly FormField[]
  readonly least: number
  readonly most: number
}

/** The form of a list's entries, or of the settings. */
export type Form = { readonly words: string; readonly most: number; readonly fields: readonly FormField[] }
