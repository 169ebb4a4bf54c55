import { forms as described } from '../../../generated/forms.ts'
import { lists as printed } from '../../../generated/lists.ts'
import type { RootField } from '../../../generated/roles.ts'
import type { DocumentNode } from 'graphql'
import type { Form } from './form-field.ts'

/** `cdns`, `settings`. */
export type ListName = keyof typeof described

type Documents = {
  readonly read: DocumentNode
  readonly whole: DocumentNode
  readonly brief: DocumentNode | undefined
  readonly save: DocumentNode
  readonly remove: DocumentNode | undefined
}

export type Declared = {
  /** Root fields of the API that change it. */
  readonly save: RootField
  readonly remove: RootField | undefined
  readonly documents: Documents
}

/** The form of each list, in the order of a document. */
export const forms: Readonly<Record<ListName, Form>> = described
export const lists: Readonly<Record<ListName, Declared>> = printed
export const listNames = Object.keys(described) as readonly ListName[] // the keys of the literal

export function parseListName(text: string | undefined): ListName | undefined {
  return listNames.find((name) => name === text)
}
