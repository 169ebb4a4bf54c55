/** Values from the primary to a child, beside the settings that both read from the environment. */
export type ProcessEnvironment = {
  readonly kind: 'primary' | 'control' | 'worker'
  /** Name of the process in `ps`. It replaces the command line, so it may be no longer than `node src/main.ts`. */
  readonly title: string
  /** Id of a worker; undefined in the other processes. */
  readonly workerId: string | undefined
  /** Path of the control process's socket for requests that workers hand over. */
  readonly controlSocket: string
  /** Whether the group has been ready before: this process then replaces one that died. */
  readonly isReplacement: boolean
}

export function readProcessEnvironment(env: NodeJS.ProcessEnv): ProcessEnvironment {
  const kind = env['SLUICE_PROCESS']
  return {
    kind: kind === 'control' || kind === 'worker' ? kind : 'primary',
    title: `sluice: ${env['SLUICE_WORKER_ID'] ?? 'primary'}`,
    workerId: kind === 'worker' ? env['SLUICE_WORKER_ID'] : undefined,
    controlSocket: env['SLUICE_CONTROL_SOCKET'] ?? '',
    isReplacement: env['SLUICE_REPLACEMENT'] === '1',
  }
}
