export const acknowledgeWarningsDescription =
  '`false`: a warning that the live revision does not have (same code, path and countries) is `WARNINGS_NOT_ACKNOWLEDGED`, and nothing changes. `true`, null or omitted: the configuration is published all the same, and `warnings` lists them.'
