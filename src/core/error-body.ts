/** Form of all errors of all routes but `/graphql`. */
export type ErrorBody = { readonly error: { readonly code: string; readonly message: string; readonly field?: string } }

export function errorBody(code: string, message: string, field?: string): ErrorBody {
  return { error: field === undefined ? { code, message } : { code, message, field } }
}

/** Form of errors of `/graphql`, which is GraphQL's own. */
export function graphqlErrorBody(code: string, message: string, extensions: object = {}): { readonly errors: readonly object[] } {
  return { errors: [{ message, extensions: { code, ...extensions } }] }
}
