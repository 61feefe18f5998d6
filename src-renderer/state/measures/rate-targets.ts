import type { RateSettings } from '#engine/measures/rates/measure-input.ts'
import type { MeasureChoices } from '#shared/measure-choices.ts'

type Rates = Readonly<Record<string, RateSettings>>

/** Settings of rates for one data source: a target counts only on the source that it was set on. */
export function ratesFor(
  { rates, targets }: Pick<MeasureChoices, 'rates' | 'targets'>,
  source: string | undefined
): Rates {
  const sourceTargets = source === undefined ? {} : (targets[source] ?? {})
  const keys = new Set([...Object.keys(rates), ...Object.keys(sourceTargets)])
  return Object.fromEntries(
    [...keys].map((key) => {
      const { target: _, ...general } = rates[key] ?? {}
      const target = sourceTargets[key]
      return [key, { ...general, ...(target === undefined ? {} : { target }) }]
    })
  )
}

/** The settings after one rate was set on a data source. @param target without one, the one that was set is removed */
export function withRate(
  { rates, targets }: Pick<MeasureChoices, 'rates' | 'targets'>,
  source: string | undefined,
  key: string,
  { target, ...general }: RateSettings
): Pick<MeasureChoices, 'rates' | 'targets'> {
  const next = { ...rates, [key]: general }
  if (source === undefined) return { rates: next, targets }
  const { [key]: _, ...others } = targets[source] ?? {}
  const sourceTargets = target === undefined ? others : { ...others, [key]: target }
  const { [source]: __, ...rest } = targets
  return { rates: next, targets: Object.keys(sourceTargets).length === 0 ? rest : { ...rest, [source]: sourceTargets } }
}
