import { errorTypeMap } from '@pothos/plugin-errors'
import { defaultFieldResolver, type GraphQLField, type GraphQLSchema } from 'graphql'
import type { AttemptRefusal } from '../../../core/change/attempt-outcome.ts'
import type { GraphqlContext } from '../context.ts'
import { wordRefusal } from '../problem/error-words.ts'
import type { UserProblem } from '../problem/user-problems.ts'

/** Target of an attempt, by the arguments of its mutation. Null: with these it only reads, so it is no attempt. */
type AttemptTarget = (args: never) => string | null

/** `extensions` of a mutation: the target in audit events of attempts that come to no planner. Without it the target is `-`. */
export function attemptsOn<Args>(target: (args: Args) => string | null): {
  readonly attemptTarget: (args: Args) => string | null
} {
  return { attemptTarget: target }
}

/** `extensions` of a mutation that only reads, so that it counts as no attempt. */
export const attemptsNothing = attemptsOn(() => null)

/**
 * Records every attempt at a mutation once. A planner's decision is recorded with the change. Earlier refusals (a missing role,
 * an input out of range, a bug) are recorded here, around all plugins.
 */
export function auditMutations(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve = defaultFieldResolver } = field
    field.resolve = async (root, args, context: GraphqlContext, info): Promise<unknown> => {
      const { attempts } = context
      attempts.begin(String(info.path.key))
      const refuse = async (refusal: AttemptRefusal): Promise<void> => {
        const target = attemptTargetOf(field, args)
        if (target !== null) await attempts.refuse({ action: field.name, target, refusal })
      }
      try {
        const answer: unknown = await resolve(root, args, context, info)
        if (isUserError(answer)) await refuse({ code: answer.code, message: answer.message, field: answer.field ?? undefined })
        return answer
      } catch (error) {
        await refuse(wordRefusal(error))
        throw error
      }
    }
  }
  return schema
}

/** Finds the target of an attempt. Undefined `args`: the arguments could not be read. */
export function attemptTargetOf(
  { extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>,
  args: unknown,
): string | null {
  const attemptTarget = extensions['attemptTarget'] as AttemptTarget | undefined
  if (attemptTarget === attemptsNothing.attemptTarget) return null
  return args === undefined || attemptTarget === undefined ? '-' : attemptTarget(args as never)
}

/** Recognizes an error in the union by the map of the errors plugin: it is a proxy, which hides its class. */
function isUserError(answer: unknown): answer is UserProblem {
  return typeof answer === 'object' && answer !== null && errorTypeMap.has(answer)
}
