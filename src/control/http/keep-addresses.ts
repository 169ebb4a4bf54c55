import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AddressOf } from '../../listener/client-address.ts'

/** Keeps the client's address from the start of a request: a connection that is reset during the body has none any more. */
export function keepAddresses(app: FastifyInstance, addressOf: AddressOf): (request: FastifyRequest) => string {
  const addresses = new WeakMap<FastifyRequest, string>()
  app.addHook('onRequest', async (request) => void addresses.set(request, addressOf(request.raw)))
  return (request) => addresses.get(request) ?? 'unknown'
}
