import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'

/** Who sees the sample population: a provider with charts and claims, or a payer with claims alone. */
export const SampleView = v.picklist(['chart', 'payer'])
export type SampleView = v.InferOutput<typeof SampleView>

/** Names of the sample by who sees it. */
export const sampleNames: Readonly<Record<SampleView, string>> = {
  chart: m.samplePopulation,
  payer: m.payerSample
}
