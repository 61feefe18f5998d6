import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of shell. */
export const shellMessages = catalog({
  somethingInsidePopulusFailedYourData: 'Something inside Populus failed. Your data are unchanged.\n',
  populusDidNotStart: 'Populus did not start',
  itDoesNotRunWithStart: (opened: Text) => `It does not run with --${opened}. Start it without this switch.`,
  populusCouldNotStart: 'Populus could not start',
  thePageIsNotBuiltYet: 'The page is not built yet. Run "npm run build" first.',
  anAddressOfPopulusWasUsed:
    'An address of Populus was used a second time. If it was not you, stop Populus: somebody may have seen it.',
  populusHadToStopAfterAn: 'Populus had to stop after an internal failure. The log says where.',
  thisPortIsNotFreeChoose: 'This port is not free. Choose another one, or none to let Populus choose.',
  yourRoleDoesNotIncludeLoading: 'Your role does not include loading data.',
  dropMeasuresOrValueSetsTo: 'Drop measures or value sets to import them',
  dropTheFolderOrTheFiles: 'Drop the folder or the files to load them',
  populus: 'Populus',
  titlePopulus: (title: Text) => `${title}: Populus`,
  storedNoneRejected: (stored: Text) => `${stored} stored, none rejected`,
  storedStoredRejectedRejected: (stored: Text, rejected: Text) => `${stored} stored, ${rejected} rejected`,
  progressOf: (job: Text, percent: Text) => `${job}: ${percent}%`,
  skipToTheMainPart: 'Skip to the main part',
  printedContainsPersonalDataWherePeople: (source: Text, now: Text) =>
    `${source}. Printed ${now}. Contains personal data where people are listed.`,
  couldNotBeLoaded: (label: Text) => `${label} could not be loaded.`,
  dismiss: 'Dismiss',
  thePayerSampleCouldNotBe: (isPayer: boolean) =>
    `The ${isPayer ? 'payer sample' : 'sample population'} could not be loaded.`,
  nextPartOfTheWindow: 'Next part of the window',
  partOfTheWindowBefore: 'Part of the window before',
  toTheMessages: 'To the messages',
  chartOrTableInsideAChart: 'Chart or table, inside a chart',
  closeWhatIsOnTop: 'Close what is on top',
  keyboardShortcuts: 'Keyboard shortcuts',
  everywhere: 'Everywhere'
})
