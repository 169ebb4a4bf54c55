/** The optional guard that every mutation of the working copy takes. */
export const expectedVersionDescription =
  'The `workingCopy { version }` that was looked at; when it is another by now, `STALE_WORKING_COPY` and nothing changes.'
