import { Fieldset, NumberInput, Radio, Stack } from '@mantine/core'
import type { Draft } from './draft.ts'

export type CanaryFieldsProps = {
  readonly draft: Draft
  readonly onChange: (part: Partial<Draft>) => void
  /** The API's words about a field of the input. */
  readonly problemAt: (field: string) => string | undefined
}

/** Which workers run the revision first, for how long, and what takes it back. */
export function CanaryFields({ draft, onChange, problemAt }: CanaryFieldsProps) {
  return (
    <Fieldset legend="Canary">
      <Stack gap="sm">
        <Radio.Group
          label="Which workers of this node"
          value={draft.unit}
          onChange={(unit) => onChange({ unit: unit === 'percent' ? 'percent' : 'workers' })}
        >
          <Radio value="workers" label="so many" mt={4} />
          <Radio value="percent" label="so many percent" mt={4} />
        </Radio.Group>
        <NumberInput
          label={draft.unit === 'workers' ? 'Workers' : 'Percent of the workers'}
          description={draft.unit === 'workers' ? '1 to 1,000; at most all of the node' : '1 to 100, rounded up'}
          value={draft.amount}
          onChange={(amount) => onChange({ amount })}
          error={problemAt(`canary.${draft.unit}`)}
          allowDecimal={false}
        />
        <NumberInput
          label="Seconds"
          description="1 to 3,600; then it goes on to all"
          value={draft.seconds}
          onChange={(seconds) => onChange({ seconds })}
          error={problemAt('canary.seconds')}
          allowDecimal={false}
        />
        <NumberInput
          label="Most refusals, as a part of their requests"
          description="0 to 1, looked at from 20 requests on; left empty: 0.05 more than the other workers refuse"
          value={draft.maxRefusedRatio}
          onChange={(maxRefusedRatio) => onChange({ maxRefusedRatio })}
          error={problemAt('canary.maxRefusedRatio')}
          step={0.01}
        />
        <Radio.Group
          label="With fewer than 20 requests"
          value={draft.onTooFewRequests}
          onChange={(outcome) => onChange({ onTooFewRequests: outcome === 'PROMOTE' ? 'PROMOTE' : 'TAKE_BACK' })}
        >
          <Radio value="TAKE_BACK" label="take it back" mt={4} />
          <Radio value="PROMOTE" label="promote it" mt={4} />
        </Radio.Group>
      </Stack>
    </Fieldset>
  )
}
