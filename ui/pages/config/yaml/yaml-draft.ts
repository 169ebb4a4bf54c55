/** The draft of a document that is not applied yet. */
export const YAML_DRAFT = 'yaml'
