/** The optional guard that every mutation of the working copy takes. */
export const expectedVersionDescription =
  'The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes.'
