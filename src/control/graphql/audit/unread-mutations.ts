import { getOperationAST, OperationTypeNode, type ExecutionArgs, type GraphQLFormattedError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { GraphqlContext } from '../context.ts'
import { wordRefusal } from '../problem/error-words.ts'
import { rootFieldsOf } from '../root-fields.ts'
import { attemptTargetOf } from './audited-mutations.ts'

/** Most mutations of a document that are recorded one by one. */
const MAX_RECORDED = 20

/**
 * Records attempts whose arguments or variables could not be read: GraphQL refuses these before any resolver runs. Mutations
 * after one that ended the operation were not attempted.
 */
export const recordUnreadMutations: Plugin<GraphqlContext> = {
  onExecute({ args }) {
    if (getOperationAST(args.document, args.operationName)?.operation !== OperationTypeNode.MUTATION) return undefined
    return {
      async onExecuteDone({ result }) {
        if (!('errors' in result) || result.errors === undefined) return
        for (const error of result.errors) await recordUnread(args, error)
      },
    }
  },
}

async function recordUnread(args: ExecutionArgs, error: GraphQLFormattedError): Promise<void> {
  const { attempts } = args.contextValue as GraphqlContext
  const key = error.path?.[0]
  const unread = mutationsOf(args).filter(
    ({ response }) => !attempts.hasBegun(response) && (key === undefined || key === response),
  )
  for (const { name, response } of unread) {
    const field = args.schema.getMutationType()?.getFields()[name]
    const target = field === undefined ? null : attemptTargetOf(field, undefined)
    attempts.begin(response) // several errors may be about one mutation
    if (target !== null) await attempts.refuse({ action: name, target, refusal: wordRefusal(error) })
  }
}

function mutationsOf(args: ExecutionArgs): readonly { readonly response: string; readonly name: string }[] {
  return rootFieldsOf(args)
    .slice(0, MAX_RECORDED)
    .map(({ alias, name }) => ({ response: (alias ?? name).value, name: name.value }))
}
