/** Every error of any route but `/graphql`: one form. */
export type ErrorBody = { readonly error: { readonly code: string; readonly message: string; readonly field?: string } }

export function errorBody(code: string, message: string, field?: string): ErrorBody {
  return { error: field === undefined ? { code, message } : { code, message, field } }
}

/** GraphQL's own form, for `/graphql` alone. */
export function graphqlErrorBody(code: string, message: string): { readonly errors: readonly object[] } {
  return { errors: [{ message, extensions: { code } }] }
}
