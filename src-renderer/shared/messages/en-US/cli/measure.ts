import { catalog } from '../../catalog.ts'
import { activeLocale } from '../../locale.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of cli/measure. */
export const cliMeasureMessages = catalog({
  andUnknownMore: (unknown: Text) => ` and ${unknown} more`,
  thereIsNoCodeListName: (unknown: Text, rest: Text) =>
    `There is no code list ${unknown}${rest}. Name a value set of the measures or a registry by its title or address.`,
  codesNameNoListAddA: (unassigned: number) =>
    `${counted(unassigned, 'code names', 'codes name')} no list. Add a column “list” with the title or address of a list, or name one with --list.`,
  thePatientToBeTracedIs: 'The patient to be traced is not among the data.',
  aWorkerThatEvaluatesMeasuresStopped:
    'A worker that evaluates measures stopped, perhaps for lack of memory. Run fewer measures at a time.',
  takingWhatTheMeasuresRead: (read: Text) => `Taking what the measures read: ${read}`,
  goesOnAfterPeople: (done: number, patients: number) =>
    `An earlier run that was interrupted had evaluated ${counted(done, 'person', 'people')} of ${patients.toLocaleString(activeLocale)}. Populus goes on after them.\n`,
  whatWasEvaluatedIsNotStored: (reason: Text) =>
    `What has been evaluated is not stored (${reason}). If this run is interrupted, it begins again.\n`,
  theFilesOfTheDataHave: 'The files of the data have changed while they were read.',
  nameTheDataWithData: 'Name the data with --data.',
  aCondition: 'a condition',
  presentButNotEnough: (present: Text) => `; present, but not enough: ${present}`,
  lacksForItsNumerator: (group: Text, what: Text, define: Text, rows: Text) =>
    `${group} lacks for its numerator ${what} ("${define}")${rows}\n`,
  recordsUpTo: (asOf: Text) => `, records up to ${asOf}`,
  recordsOfTheChartAlone: (isChart: boolean) => `, ${isChart ? 'records of the chart' : 'claims'} alone`,
  toPatients: (
    title: Text,
    version: Text,
    start: Text,
    end: Text,
    asOf: Text,
    source: Text,
    eligibility: Text,
    patients: Text
  ) => `${title} ${version}, ${start} to ${end}${asOf}${source}${eligibility}, ${patients} patients\n`,
  cannotBeComputed: (missing: Text) => `cannot be computed: ${missing}`,
  scoreScore: (score: Text) => `; score ${score}`,
  errorPatient: (patient: Text, expression: Text, resource: Text, message: Text) =>
    `  error: patient ${patient}, "${expression}"${resource}: ${message}\n`,
  nameTheCodesForListWith: 'Name the codes for --list with --codes.',
  readingTheMeasures: (file: Text) => `Reading the measures: ${file}`,
  leftOut: (name: Text, message: Text) => `left out: ${name} (${message})\n`,
  translatingCQLLibrary: (count: Text) => `Translating CQL: library ${count}`,
  theCodeListsOfThisInstallation: 'The code lists of this installation cannot be read. Install Populus again.',
  theFileOfMeasureContent: (name: Text) => `the file “${name}” of measure content`
})
