/** Words stand below the input, so that inputs beside each other are in line. */
export const belowInput = ['label', 'input', 'description', 'error'] satisfies ('label' | 'input' | 'description' | 'error')[]
