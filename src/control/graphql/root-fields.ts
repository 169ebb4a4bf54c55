import { getOperationAST, Kind, type ExecutionArgs, type FieldNode, type SelectionSetNode } from 'graphql'

/** Lists the root fields of the operation that is asked for. Validation has refused fragments that contain themselves. */
export function rootFieldsOf({
  document,
  operationName,
}: Pick<ExecutionArgs, 'document' | 'operationName'>): readonly FieldNode[] {
  const operation = getOperationAST(document, operationName)
  if (operation === undefined || operation === null) return []
  const fragments = new Map(
    document.definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it]] : [])),
  )
  return fieldsOf(operation.selectionSet)

  function fieldsOf({ selections }: SelectionSetNode): readonly FieldNode[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection]
      const within = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      return within === undefined ? [] : fieldsOf(within.selectionSet)
    })
  }
}
