/** What the primary tells a child it forks, beside the settings that both read from the environment. */
export type ProcessEnvironment = {
  readonly kind: 'primary' | 'control' | 'worker'
  /** Where the control process listens for requests that workers hand over. */
  readonly controlSocket: string
  /** The group has been ready before: this process replaces one that died. */
  readonly isReplacement: boolean
}

export function readProcessEnvironment(env: NodeJS.ProcessEnv): ProcessEnvironment {
  const kind = env['SLUICE_PROCESS']
  return {
    kind: kind === 'control' || kind === 'worker' ? kind : 'primary',
    controlSocket: env['SLUICE_CONTROL_SOCKET'] ?? '',
    isReplacement: env['SLUICE_REPLACEMENT'] === '1',
  }
}
