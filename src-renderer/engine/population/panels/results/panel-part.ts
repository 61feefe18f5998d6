import type { ClaimsCost, CostPanel } from './cost-result.ts'
import type { OverviewPanel } from './overview-result.ts'
import type { RegistryPanel } from './registry-result.ts'
import type { UsePanel } from './use-result.ts'

/** Parts of panels that are computed alone, with the figures that each is enough for; other figures take the whole panel. */
export const figuresOfParts = {
  overview: {
    people: ['key:people', 'age-and-sex'],
    breakdowns: ['breakdown'],
    conditions: ['conditions'],
    chronic: ['chronic'],
    encounters: ['encounters', 'coverage'],
    'with-condition': ['key:with-condition'],
    'hypertension-goal': ['key:hypertension-goal'],
    'diabetes-goal': ['key:diabetes-goal'],
    emergency: ['key:emergency'],
    paid: ['key:paid', 'key:visited']
  },
  cost: {
    trend: ['key:paid', 'trend'],
    groups: ['services', 'groups'],
    concentration: ['key:concentration', 'concentration'],
    'run-out': ['run-out'],
    use: ['use']
  },
  use: { series: ['emergency', 'inpatient'] },
  registry: { prevalence: ['prevalence'] }
} as const

/** A panel that has parts. */
export type PartedPanel = keyof typeof figuresOfParts
/** The parts of a panel. */
export type PartName<P extends PartedPanel> = keyof (typeof figuresOfParts)[P]

/** What is told of claims in each part of their cost. */
export type ClaimsFrame = Pick<ClaimsCost, 'period' | 'basis' | 'enrollment' | 'valuation' | 'missing' | 'provenance'>

/** A part of the cost panel; without claims where the data hold none. */
export interface CostOfPart extends Partial<Pick<CostPanel, 'keyFigures' | 'use'>> {
  readonly claims: (ClaimsFrame & Partial<ClaimsCost>) | undefined
}

/** What each part of the overview answers: fields of the overview. Charts come with the people in view, whom they are about. */
export interface OverviewPartResults extends Record<
  Exclude<PartName<'overview'>, 'people' | 'breakdowns' | 'conditions' | 'chronic' | 'encounters'>,
  Pick<OverviewPanel, 'keyFigures'>
> {
  readonly people: Pick<OverviewPanel, 'keyFigures' | 'pyramid'>
  readonly breakdowns: Pick<OverviewPanel, 'keyFigures' | 'breakdowns'>
  /** With the registries where nobody has a condition: they tell why. */
  readonly conditions: Pick<OverviewPanel, 'conditions'> & Partial<Pick<OverviewPanel, 'chronic'>>
  readonly chronic: Pick<OverviewPanel, 'keyFigures' | 'chronic'>
  readonly encounters: Pick<OverviewPanel, 'encounters' | 'coverage'>
}

/** What the part of a panel answers. */
export type PanelPart = Partial<OverviewPanel> | CostOfPart | Partial<UsePanel> | Partial<RegistryPanel>
