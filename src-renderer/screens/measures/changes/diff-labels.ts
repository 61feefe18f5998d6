import type { DiffReason } from '#engine/measures/results/refresh-diff-result.ts'

/** Reasons for entering or leaving a population, with what each means. */
export const diffLabels: Readonly<Record<DiffReason, { readonly label: string; readonly note: string }>> = {
  'person-new': { label: 'New person', note: 'not in the data before' },
  'person-gone': { label: 'Person gone', note: 'no longer in the data' },
  'new-data': { label: 'New records', note: 'records that were not there before' },
  'deleted-data': { label: 'Deleted records', note: 'records that are no longer there' },
  'changed-data': { label: 'Changed records', note: 'records that say something else now' },
  'aged-in': { label: 'Aged in', note: 'reached an age of the measure' },
  'aged-out': { label: 'Aged out', note: 'left an age of the measure' },
  'eligible-in': { label: 'Became eligible', note: 'visits, cover or diagnoses of the new period' },
  'eligible-out': { label: 'No longer eligible', note: 'visits, cover or diagnoses are not in the new period' },
  'exclusion-began': { label: 'Exclusion began', note: 'an exclusion or exception of the new period' },
  'exclusion-ended': { label: 'Exclusion ended', note: 'an exclusion or exception is not in the new period' },
  'evidence-in': { label: 'Evidence came in', note: 'records of the new period decide now' },
  'evidence-out': { label: 'Evidence too old', note: 'the records that decided are before the new period' },
  'period-moved': { label: 'Period moved, other', note: 'the same records; nothing of the above explains it' },
  'code-list-changed': { label: 'Code list changed', note: 'value sets of the measure' },
  'logic-changed': { label: 'Logic changed', note: 'another version of the measure' },
  'several-changes': { label: 'Several changes', note: 'cannot be told apart' }
}

/** Populations as the screens name them. */
export const populationLabels: Readonly<Record<string, string>> = {
  'initial-population': 'Initial population',
  denominator: 'Denominator',
  'denominator-exclusion': 'Excluded',
  'denominator-exception': 'Exceptions',
  numerator: 'Numerator',
  'numerator-exclusion': 'Excluded from the numerator',
  'measure-population': 'Measure population',
  'measure-population-exclusion': 'Excluded'
}
