import { GraphQLError } from 'graphql'

/** A request that can't be executed at all: with this status, where the transport has one. */
export function refusal(code: string, message: string, status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } })
}
