import { commonMessages as common } from '#messages/common.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { FeatureDefinition } from '../features/feature-definition.ts'

/** The value of a feature in words. */
export function featureValueText({ kind, unit }: Pick<FeatureDefinition, 'kind' | 'unit'>, value: number): string {
  if (Number.isNaN(value)) return common.notKnown
  if (kind === 'flag') return value === 1 ? 'yes' : 'no'
  const text =
    Math.abs(value) >= 100 ? Math.round(value).toLocaleString(activeLocale) : String(Number(value.toFixed(1)))
  const signed = text.replace('-', '−')
  if (unit === 'USD') return signed.startsWith('−') ? `−$${signed.slice(1)}` : `$${signed}`
  return unit === '' ? signed : `${signed} ${unit}`
}
