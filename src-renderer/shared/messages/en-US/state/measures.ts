import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted, plural } from '../../plural.ts'

/** Texts of state/measures. */
export const stateMeasuresMessages = catalog({
  theFirstRowHasToName: 'The first row has to name the columns measure and benchmark; rate and source are optional.',
  rowIsNoPercentageFrom0: (index: Text, cell: Text) =>
    `Row ${index}: “${cell}” is no percentage from 0 to 100. Nothing was imported.`,
  benchmark: 'Benchmark',
  filesFiles: (files: Text) => `${files} files`,
  theChosenFiles: 'The chosen files',
  thereIsNoFileToBe: 'There is no file to be read.',
  addedToLists: (label: Text) => `${label}, added to lists`,
  anotherImportIsUnderWay: 'Another import is under way. Wait until it has ended, and choose these files again.',
  theImportWasCancelledNothingWas: 'The import was canceled. Nothing was installed.',
  titleWasRemoved: (title: Text) => `${title} was removed`,
  n12MonthsTo: (day: Text) => `12 months to ${day}`,
  asOf: (asOf: Text) => `, as of ${asOf}`,
  wasNotImported: (name: Text, message: Text) => `${name} was not imported. ${message}`,
  readingRecords: 'reading records',
  patientsOfTotalPatientsPeople: (patients: Text, totalPatients: Text) => `${patients} of ${totalPatients} people`,
  detailOfStep: (step: number, steps: number, detail: Text) => `step ${step} of ${steps}: ${detail}`,
  measuresAreUpToDateResults: (reused: number) => `Measures are up to date (${counted(reused, 'result', 'results')})`,
  couldNotRun: (failed: Text) => `, ${failed} could not run`,
  measuresResultsInS: (evaluated: number, seconds: Text, lost: Text) =>
    `Measures: ${evaluated} ${plural(evaluated, 'result', 'results')} in ${seconds} s${lost}`,
  measuresWereCancelled: 'Measures were canceled',
  measuresDidNotRun: 'Measures did not run',
  runningMeasures: 'Running measures',
  exportedLabelPeoplePeople: (label: Text, people: Text, people2: number) =>
    `Exported: ${label}, ${people} ${plural(people2, 'person', 'people')}`,
  labelWasCancelled: (label: Text) => `${label} was canceled`,
  wasNotExported: (label: Text) => `${label} was not exported`,
  writingLabel: (label: Text) => `Writing ${label}`,
  countingPeople: 'counting people',
  theStoredResultsOfMeasuresCannot: (message: Text) =>
    `The stored results of measures cannot be used; run the measures again. ${message}`,
  theResultsOfTheRunCannotBeUsed: (message: Text) =>
    `The results of measures that the cluster wrote cannot be used. ${message}`,
  theMeasuresRunOnTheCluster:
    'Measures of these people run on the cluster, where their records are. Start a run under Sources for other results.',
  theResultsWereNotKeptWith: (message: Text) => `The results were not kept with the data. ${message}`
})
