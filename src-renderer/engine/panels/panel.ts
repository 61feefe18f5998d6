import type { Citation, Definition, Figure, Provenance } from '../figure.ts'
import type { Day, Filter, RowSelector } from '../selection/filter.ts'
import type { ControlLimits, ControlSignal } from '../stats/control-chart.ts'

/**
 * The results that screens draw. A panel is a pure function of (store, context, parameters); it runs in the store worker,
 * in tests and in the headless host. Everything here can be cloned structurally.
 */

export interface KeyFigure {
  readonly id: string
  readonly label: string
  readonly figure: Figure
  /** One line below the figure. */
  readonly note: string
  /** Up to 24 months, oldest first, for the sparkline. */
  readonly trend: readonly number[]
  /** Route to open in addition to the rows, e.g. `/registry/diabetes`. */
  readonly route?: string
}

/** One value of a dimension with its people. */
export interface BreakdownRow {
  readonly value: string
  readonly label: string
  readonly count: Figure
  /** Share of the people in view. */
  readonly share: Figure
}

export interface Breakdown {
  readonly dimension: string
  readonly label: string
  readonly rows: readonly BreakdownRow[]
}

export interface SeriesPoint {
  /** First day of the month or quarter. */
  readonly at: Day
  readonly label: string
  readonly figure: Figure
  /** The period is not complete at the as-of date. */
  readonly incomplete?: boolean
}

export interface Series {
  readonly id: string
  readonly label: string
  readonly points: readonly SeriesPoint[]
}

/** A group on a dot-and-interval chart. */
export interface GroupRow {
  readonly group: string
  readonly label: string
  readonly figure: Figure
  /** People in the group (the denominator). */
  readonly people: number
  /** The filter that a click adds. */
  readonly filter: Filter
}

/** 100 % bars over time, e.g. A1c bands by quarter. */
export interface BandSeries {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly unit: string
  /** From best to worst, the last one is "not measured". */
  readonly bands: readonly { readonly id: string; readonly label: string; readonly tone: 'a' | 'b' | 'c' | 'd' | 'u' }[]
  readonly periods: readonly {
    readonly at: Day
    readonly label: string
    readonly figures: readonly Figure[]
    readonly incomplete?: boolean
  }[]
  readonly provenance: Provenance
}

export interface DimensionInfo {
  readonly id: string
  readonly label: string
  readonly group: 'People' | 'Place and payer' | 'Registries' | 'Control' | 'Measures'
  /** Set by clicks on charts only; not offered in lists of filters. */
  readonly hidden: boolean
  readonly values: readonly { readonly value: string; readonly label: string; readonly people: number }[]
}

export interface FitnessInput {
  readonly label: string
  /** 0..100 */
  readonly score: number
  readonly reason: string
}

/** Everything the shell needs once after loading, and again when the context changes. */
export interface Summary {
  readonly snapshot: Provenance['snapshot']
  readonly people: { readonly inView: number; readonly all: number }
  readonly firstDay: Day | undefined
  /** Last clinical day in the data: the default as-of date. */
  readonly lastDay: Day | undefined
  readonly resources: Readonly<Record<string, number>>
  /** Resources by the first profile they name, most frequent first. */
  readonly profiles: readonly { readonly profile: string; readonly resources: number }[]
  readonly fitness: { readonly score: number; readonly inputs: readonly FitnessInput[] }
  readonly registries: readonly { readonly id: string; readonly title: string; readonly people: number }[]
  readonly dimensions: readonly DimensionInfo[]
}

export interface OverviewPanel {
  readonly keyFigures: readonly KeyFigure[]
  readonly pyramid: {
    readonly bands: readonly {
      readonly label: string
      readonly female: Figure
      readonly male: Figure
      readonly other: Figure
    }[]
    readonly provenance: Provenance
  }
  /** payer, practice, race, ethnicity */
  readonly breakdowns: readonly Breakdown[]
  readonly conditions: {
    readonly rows: readonly {
      readonly code: string
      readonly system: string
      readonly label: string
      readonly figure: Figure
    }[]
    readonly provenance: Provenance
  }
  readonly chronic: {
    readonly rows: readonly {
      readonly id: string
      readonly label: string
      readonly figure: Figure
      readonly yearAgo: Figure
    }[]
    readonly provenance: Provenance
  }
  /** One series per encounter class, by month, last 36 months up to the as-of date. */
  readonly encounters: { readonly series: readonly Series[]; readonly provenance: Provenance }
  /** Rows by resource table and month, last 36 months. `counts[type][month]`. */
  readonly coverage: {
    readonly months: readonly { readonly at: Day; readonly label: string }[]
    readonly types: readonly {
      readonly table: string
      readonly label: string
      readonly counts: readonly Figure[]
      readonly lastDay: Day | undefined
    }[]
    readonly provenance: Provenance
  }
}

/** One indicator of one practice on a chart of individual values. */
export interface SignalRow {
  readonly id: string
  readonly indicator: string
  /** Whom the indicator is about, e.g. "Diabetes". */
  readonly about: string
  /** Name of the practice, or "all practices". */
  readonly group: string
  /** On which side of the mean things are better. */
  readonly better: 'above' | 'below'
  /** The last complete month with something to count, and its figure. */
  readonly month: string
  readonly figure: Figure
  /** Complete months with something to count, oldest first, in the unit of the limits. */
  readonly points: readonly { readonly at: Day; readonly label: string; readonly value: number }[]
  readonly limits: ControlLimits
  /** Absent for ordinary variation. */
  readonly signal?: ControlSignal
  /** Standard errors; 0 for ordinary variation. */
  readonly strength: number
  /** Who is behind it, for action. */
  readonly people: { readonly title: string; readonly rows: RowSelector }
}

export interface SignalsPanel {
  /** Strongest evidence first. */
  readonly rows: readonly SignalRow[]
}

export interface RegistryPanel {
  readonly id: string
  readonly title: string
  readonly definition: RegistryText
  readonly keyFigures: readonly KeyFigure[]
  /** By month, up to 36; crude and, where age and sex are known, standardised. */
  readonly prevalence: {
    readonly crude: Series
    readonly standardised: Series | undefined
    readonly provenance: Provenance
  }
  /** New cases per 1,000 person-years by quarter. */
  readonly incidence: { readonly series: Series; readonly provenance: Provenance }
  readonly controls: readonly BandSeries[]
  /** Prevalence, and for each control its best band(s), by age band, sex, race, ethnicity, payer and practice. */
  readonly strata: readonly {
    readonly id: string
    readonly title: string
    readonly overall: Figure
    readonly groups: readonly {
      readonly dimension: string
      readonly label: string
      readonly rows: readonly GroupRow[]
    }[]
    readonly provenance: Provenance
  }[]
  readonly comorbidity: {
    readonly labels: readonly { readonly id: string; readonly label: string }[]
    /** Lower triangle: `cells[i][j]`, j ≤ i. Diagonal: share of the registry's people. Others: observed ÷ expected. */
    readonly cells: readonly (readonly Figure[])[]
    readonly provenance: Provenance
  }
}

/** A registry's definition as the screen shows it. */
export interface RegistryText extends Definition {
  /** Criteria in plain words, in order. */
  readonly criteria: readonly string[]
  readonly codes: readonly {
    readonly system: string
    readonly code: string
    readonly display: string
    readonly match: 'exact' | 'prefix'
    readonly rows: number
  }[]
  readonly controls: readonly { readonly id: string; readonly title: string; readonly text: string }[]
  readonly sources: readonly Citation[]
}

export interface PatientRow {
  readonly patient: number
  readonly id: string
  /** Masked unless the list is revealed. */
  readonly name: string
  readonly age: number | undefined
  readonly sex: string
  readonly payer: string
  readonly practice: string
  readonly registries: readonly string[]
  readonly lastEncounter: Day | undefined
  readonly encounters12m: number
  readonly deceased: boolean
}

export interface PatientsPanel {
  readonly total: number
  readonly rows: readonly PatientRow[]
}

/** Something on a patient's timeline. */
export interface TimelineEvent {
  readonly lane:
    'encounters' | 'conditions' | 'observations' | 'medications' | 'procedures' | 'immunizations' | 'claims' | 'other'
  readonly day: Day
  readonly endDay: Day | undefined
  readonly label: string
  readonly detail: string
  readonly source: ResourceRef
}

/** Names a stored resource, for the raw viewer. */
export interface ResourceRef {
  readonly resourceType: string
  /** Row in the resource index. */
  readonly index: number
}

export interface PatientPanel {
  readonly patient: number
  readonly id: string
  readonly name: string
  readonly birthDay: Day | undefined
  readonly age: number | undefined
  readonly sex: string
  readonly race: string
  readonly ethnicity: string
  readonly address: string
  readonly phone: string
  readonly recordNumber: string
  readonly language: string
  readonly payer: string
  readonly practice: string
  readonly deceasedDay: Day | undefined
  readonly registries: readonly {
    readonly id: string
    readonly title: string
    readonly since: Day | undefined
    readonly evidence: ResourceRef | undefined
    readonly active: boolean
  }[]
  readonly events: readonly TimelineEvent[]
  readonly labs: readonly {
    readonly system: string
    readonly code: string
    readonly label: string
    readonly unit: string
    readonly points: readonly { readonly day: Day; readonly value: number; readonly source: ResourceRef }[]
  }[]
  readonly source: ResourceRef
}

/** A page of any selection, as text ready to show. */
export interface RowsPanel {
  readonly selector: RowSelector
  readonly total: number
  readonly people: number
  readonly columns: readonly { readonly name: string; readonly label: string; readonly numeric: boolean }[]
  readonly rows: readonly {
    readonly patient: number
    readonly source: ResourceRef | undefined
    readonly cells: readonly string[]
  }[]
}

export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** Every panel with its parameters and result. */
export interface Panels {
  readonly summary: { readonly params: Record<string, never>; readonly result: Summary }
  readonly overview: { readonly params: Record<string, never>; readonly result: OverviewPanel }
  readonly signals: { readonly params: Record<string, never>; readonly result: SignalsPanel }
  readonly registry: { readonly params: { readonly id: string }; readonly result: RegistryPanel }
  readonly patients: {
    readonly params: {
      readonly query: string
      readonly sort: Sort
      readonly offset: number
      readonly limit: number
      readonly revealed: boolean
    }
    readonly result: PatientsPanel
  }
  readonly patient: {
    readonly params: { readonly patient: number; readonly revealed: boolean }
    readonly result: PatientPanel
  }
  readonly rows: {
    readonly params: {
      readonly selector: RowSelector
      readonly sort?: Sort
      readonly offset: number
      readonly limit: number
      readonly revealed: boolean
    }
    readonly result: RowsPanel
  }
}

export type PanelName = keyof Panels
export type PanelParams<N extends PanelName> = Panels[N]['params']
export type PanelResult<N extends PanelName> = Panels[N]['result']
