import { useEffect } from 'react'
import { useMutation } from 'urql'
import { PublishValidateDocument } from '../../generated/operations.ts'

/** What the API finds wrong or odd with this version of the working copy. */
export function useValidation(version: number | undefined) {
  const [answer, validate] = useMutation(PublishValidateDocument)
  useEffect(() => {
    if (version !== undefined) void validate({})
  }, [version, validate])
  return answer
}
