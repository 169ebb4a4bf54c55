/** Pages for people on the admin API's listener: path, name, meaning. Each page links to the others. */
export const pageLinks = [
  ['/admin', 'Control room', 'what happens now, and changes made safe'],
  ['/graphql', 'GraphiQL', 'the GraphQL API by hand'],
  ['/docs', 'Docs', 'the REST API, to try out'],
  ['/redoc', 'Reference', 'the REST API, to read'],
  ['/docs/guide', 'Guide', 'the API guide, with an example of everything'],
  ['/metrics', 'Metrics', 'for Prometheus'],
  ['/health', 'Health', 'of this node'],
] as const

/** The icon of every page, inside the page: a browser asks for no file. */
export const pageIcon =
  "data:image/svg+xml,%3Csvg xmlns='http:%2F%2Fwww.w3.org%2F2000%2Fsvg' viewBox='0 0 8 8'%3E%3Cpath d='M0 3h5v2H0zM5 1h3v2H5zM5 5h3v2H5z' fill='%2307c'/%3E%3C/svg%3E"
