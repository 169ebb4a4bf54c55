import { GraphQLError } from 'graphql'

/** Makes the error of a request that cannot be executed at all. `status` counts where the transport has one. */
export function refusal(code: string, message: string, status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } })
}
