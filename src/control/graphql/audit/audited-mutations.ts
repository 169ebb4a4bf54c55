import { errorTypeMap } from '@pothos/plugin-errors'
import { defaultFieldResolver, type GraphQLField, type GraphQLSchema } from 'graphql'
import type { AttemptRefusal } from '../../../core/change/attempt-outcome.ts'
import type { GraphqlContext } from '../context.ts'
import { refusalOfError } from '../problem/error-words.ts'
import type { UserProblem } from '../problem/user-problems.ts'

/** What an attempt at a mutation is about, by its arguments; null: with these it is none, since it changes nothing. */
type AttemptTarget = (args: never) => string | null

/** `extensions` of a mutation: for the audit event of an attempt that comes to no planner. Without it that is about `-`. */
export function attemptsOn<Args>(target: (args: Args) => string | null): {
  readonly attemptTarget: (args: Args) => string | null
} {
  return { attemptTarget: target }
}

/** `extensions` of a mutation that never changes anything, so that nobody attempts anything by it. */
export const attemptsNothing = attemptsOn(() => null)

/**
 * The one place that sees to it that every attempt at a mutation is recorded once. What a planner decided is recorded with the
 * change; what was refused before (a missing role, an input out of range, a bug) is recorded here, around all plugins.
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
        await refuse(refusalOfError(error))
        throw error
      }
    }
  }
  return schema
}

/** The arguments may be anything that has their types. Undefined arguments: those that could not even be read. */
export function attemptTargetOf(
  { extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>,
  args: unknown,
): string | null {
  const attemptTarget = extensions['attemptTarget'] as AttemptTarget | undefined
  if (attemptTarget === attemptsNothing.attemptTarget) return null
  return args === undefined || attemptTarget === undefined ? '-' : attemptTarget(args as never)
}

/** What the errors plugin answers as a member of the union is a proxy of the error, and no instance of its class. */
function isUserError(answer: unknown): answer is UserProblem {
  return typeof answer === 'object' && answer !== null && errorTypeMap.has(answer)
}
