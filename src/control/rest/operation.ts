import type { z } from 'zod'

/** Operations of one path, by method in lower case. */
export type PathOperations = Readonly<Record<string, Operation>>

export type Operation = {
  readonly summary: string
  readonly description?: string
  readonly tag: 'Redirect' | 'Configuration' | 'GraphQL' | 'Health'
  readonly parameters?: readonly Parameter[]
  readonly body?: Content
  /** Answers by status. Errors stand in `errors`. */
  readonly answers: Readonly<Record<number, Answer>>
  readonly errors?: ErrorCodes
  /** Form of the errors; undefined: the common one. */
  readonly errorForm?: 'GRAPHQL'
}

export type Parameter = {
  readonly name: string
  readonly in: 'query' | 'header'
  readonly required?: boolean
  readonly description: string
  readonly schema: z.ZodType
  readonly example?: string
}

export type Content = {
  readonly schema: z.ZodType
  readonly mediaType?: string
  readonly examples: Readonly<Record<string, unknown>>
}

export type Answer = {
  readonly description: string
  /** Meanings by header name. */
  readonly headers?: Readonly<Record<string, string>>
  /** Undefined: the answer has no body. */
  readonly content?: readonly Content[]
}

/** Status and meaning of each code of an error's body. */
export type ErrorCodes = Readonly<Record<string, readonly [status: number, when: string]>>
