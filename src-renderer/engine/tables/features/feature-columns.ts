import { engineTablesFeaturesMessages as m } from '#messages/engine/tables/features.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'

/** Columns of the feature table that a dimension answers as it is: dimension id, column, meaning. */
export const dimensionColumns = [
  { dimension: 'sex', column: 'sex', description: m.administrativeSex },
  { dimension: 'race', column: 'race', description: m.raceAsRecorded },
  { dimension: 'ethnicity', column: 'ethnicity', description: m.ethnicityAsRecorded },
  { dimension: 'language', column: 'language', description: m.preferredLanguage },
  { dimension: 'state', column: 'state', description: m.stateOfResidence },
  { dimension: 'payer', column: 'payer', description: m.payerInForceOnTheDate },
  { dimension: 'practice', column: 'practice', description: m.practiceThatThePersonIsAttributed },
  { dimension: 'living', column: 'living', description: m.livingDeceasedOrUnbornOnThe },
  {
    dimension: 'visit12',
    column: 'visit_12m',
    description: m.yesOrNoAnEncounterIn
  },
  {
    dimension: 'visit24',
    column: 'visit_24m',
    description: m.yesOrNoAnEncounterInThe
  },
  {
    dimension: 'cost12',
    column: 'paid_12m_band',
    description: m.bandOfWhatWasPaidIn
  }
] as const

/** `heart-failure` becomes `has_heart_failure`. */
export function flagColumn(registry: string): string {
  return `has_${registry.replaceAll('-', '_')}`
}

/** Column of a control's bands: `control:diabetes/a1c` becomes `control_diabetes_a1c`. */
export function controlColumn(registry: string, control: string): string {
  return `control_${registry}_${control}`.replaceAll('-', '_')
}

/** The controls of all registries, with their columns. */
export function controlColumns(
  registries: readonly Registry[]
): readonly { readonly dimension: string; readonly column: string; readonly description: string }[] {
  return registries.flatMap(({ id, title, controls }) =>
    controls.map((control) => ({
      dimension: `control:${id}/${control.id}`,
      column: controlColumn(id, control.id),
      description: m.bandOfOfMembersOfNULL(
        control.title,
        title,
        [...control.bands.map((band) => band.id), 'none'].join(', ')
      )
    }))
  )
}
