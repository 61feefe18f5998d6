/** A code with how often it occurs. */
export interface CodeCount {
  readonly code: string
  readonly display: string
  readonly count: number
  readonly distinct_patients: number
  readonly with_value_quantity?: number
  readonly by_unit?: Readonly<Record<string, object>>
}

type Counts = Readonly<Record<string, number>>

interface CodeCounts {
  readonly rows: number
  readonly distinct_codes: number
  readonly top_30?: readonly CodeCount[]
  readonly top_50?: readonly CodeCount[]
  readonly top_60?: readonly CodeCount[]
}

/** The figures that come with the data, computed from the same files by other means. */
export interface SyntheaTruth {
  readonly rows_per_type: Counts
  readonly total_rows: number
  readonly distinct_patients: number
  readonly distinct_patients_referenced_per_type: Counts
  readonly first_and_last_date: Readonly<Record<string, readonly [string, string]>>
  readonly last_encounter_start: string
  readonly patients: { readonly by_gender: Counts; readonly by_birth_decade: Counts; readonly deceased: number }
  readonly condition: CodeCounts
  readonly procedure: CodeCounts
  readonly immunization: CodeCounts
  readonly medicationRequest: CodeCounts
  readonly observation: CodeCounts & { readonly by_status: Counts; readonly rows_with_more_than_one_coding: Counts }
  readonly encounter: { readonly by_class: Counts; readonly by_year_month: Counts }
  readonly explanation_of_benefit: {
    readonly count: number
    readonly sum_payment_amount: number
    readonly sum_total_submitted: number
    readonly sum_of_item_counts: number
    readonly items_with_net: number
    readonly sum_item_net: number
    readonly created_year_differs_from_billable_start_year: number
    readonly by_year_of_billablePeriod_start: Readonly<Record<string, object>>
    readonly by_insurer_display: Readonly<Record<string, object>>
  }
  readonly claim: { readonly count: number; readonly sum_of_item_counts: number }
  readonly coverage_contained: { readonly count: number; readonly by_payor_display: Counts }
  readonly derivations: {
    readonly diabetes: Readonly<
      Record<'44054006 (type 2 diabetes)' | '15777000 (prediabetes; not diabetes)' | 'either', number>
    >
    readonly hypertension_active: { readonly patients: number }
    readonly last_hba1c: {
      readonly results: readonly {
        readonly as_of: string
        readonly cohort_all: number
        readonly per_patient: readonly { readonly patient: string; readonly date: string; readonly value: number }[]
        readonly any_patient_last_value: {
          readonly patients_with_a_value: number
          readonly distribution: Readonly<Record<'<7', number>>
        }
      }[]
    }
    readonly bp_control: { readonly results: readonly { readonly as_of: string; readonly all: object }[] }
    readonly readmission_30d: {
      readonly index_admissions: number
      readonly patients: number
      readonly readmitted_elapsed_30x24h: number
      readonly by_index_discharge_year: Readonly<Record<string, { readonly index: number }>>
    }
    readonly ed_visits_per_1000: { readonly by_year: Readonly<Record<string, object>>; readonly all_years_ed: Counts }
    readonly eob_payment_top_20: { readonly top: readonly object[] }
    readonly pmpm: { readonly by_year: Readonly<Record<string, object>> }
  }
  readonly oddities: {
    readonly overlapping_inpatient_pairs_of_one_patient: number
    readonly longest_inpatient_stay: object
    readonly codes_with_more_than_one_unit: Readonly<Record<string, readonly string[]>>
  }
}
