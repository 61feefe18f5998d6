import type { Registry } from '../../population/registries/registry-definition.ts'

/** Columns of the feature table that a dimension answers as it is: dimension id, column, meaning. */
export const dimensionColumns = [
  { dimension: 'sex', column: 'sex', description: 'Administrative sex.' },
  { dimension: 'race', column: 'race', description: 'Race as recorded.' },
  { dimension: 'ethnicity', column: 'ethnicity', description: 'Ethnicity as recorded.' },
  { dimension: 'language', column: 'language', description: 'Preferred language.' },
  { dimension: 'state', column: 'state', description: 'State of residence.' },
  { dimension: 'payer', column: 'payer', description: 'Payer in force on the date.' },
  { dimension: 'practice', column: 'practice', description: 'Practice that the person is attributed to on the date.' },
  { dimension: 'living', column: 'living', description: 'living, deceased or unborn on the date.' },
  {
    dimension: 'visit12',
    column: 'visit_12m',
    description: 'yes or no: an encounter in the 12 months up to the date.'
  },
  {
    dimension: 'visit24',
    column: 'visit_24m',
    description: 'yes or no: an encounter in the 24 months up to the date.'
  },
  {
    dimension: 'cost12',
    column: 'paid_12m_band',
    description:
      'Band of what was paid in the 12 months up to the date; NULL for everybody where the data hold no claims.'
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
      description: `Band of ${control.title} of members of ${title}: ${[...control.bands.map((band) => band.id), 'none'].join(', ')}; NULL for others.`
    }))
  )
}
