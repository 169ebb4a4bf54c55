import { Code } from '@mantine/core'

/** Words of the API, in which names stand between backticks. */
export function Words({ children }: { readonly children: string }) {
  const parts = children.split('`')
  return parts.map((part, index) => (index % 2 === 1 ? <Code key={part + parts.slice(0, index).join('`')}>{part}</Code> : part))
}
