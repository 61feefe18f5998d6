import { enginePopulationPanelsEquityMessages as m } from '#messages/engine/population/panels/equity.ts'

/** A registry, as far as it says what can be compared of it. */
export interface ComparableRegistry {
  readonly id: string
  readonly title: string
  readonly controls: readonly { readonly id: string; readonly title: string; readonly windowMonths: number }[]
}

/** What of a registry is compared; a share by control names the control. */
export type RegistryPart =
  | { readonly of: 'prevalence' }
  | { readonly of: 'incidence' }
  | { readonly of: 'control' | 'monitoring'; readonly control: string }

/** A figure that groups can be compared by. */
export type EquitySubject =
  | { readonly of: 'registry'; readonly registry: string; readonly part: RegistryPart }
  | { readonly of: 'cost' }
  | { readonly of: 'use'; readonly part: 'emergency' | 'inpatient' | 'readmission' }

/** A choice among them. */
export interface EquityChoiceItem {
  /** What panels and boards name it by, e.g. `registry/diabetes/prevalence`. */
  readonly key: string
  readonly title: string
  readonly subject: EquitySubject
}

/** Everything but measures that groups can be compared by: cost and use, then what each registry has. */
export function equityList(registries: readonly ComparableRegistry[]): readonly EquityChoiceItem[] {
  return [
    { key: 'cost/paid', title: m.paidPerMemberPerMonth, subject: { of: 'cost' } },
    { key: 'use/emergency', title: m.emergencyVisits, subject: { of: 'use', part: 'emergency' } },
    { key: 'use/inpatient', title: m.inpatientStays, subject: { of: 'use', part: 'inpatient' } },
    { key: 'use/readmission', title: m.readmittedWithin30Days, subject: { of: 'use', part: 'readmission' } },
    ...registries.flatMap(({ id: registry, title, controls }): EquityChoiceItem[] => [
      itemOf(registry, 'prevalence', m.prevalenceOf(title), { of: 'prevalence' }),
      itemOf(registry, 'incidence', m.newCasesOf(title), { of: 'incidence' }),
      ...controls.flatMap(({ id, title: control, windowMonths }) => [
        itemOf(registry, `control/${id}`, m.controlOf(title, control), { of: 'control', control: id }),
        itemOf(registry, `monitoring/${id}`, m.monitoringOf(title, control, windowMonths), {
          of: 'monitoring',
          control: id
        })
      ])
    ])
  ]
}

function itemOf(registry: string, key: string, title: string, part: RegistryPart): EquityChoiceItem {
  return { key: `registry/${registry}/${key}`, title, subject: { of: 'registry', registry, part } }
}
