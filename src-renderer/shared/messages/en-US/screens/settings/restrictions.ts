import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of screens/settings about what people may see and what may leave. */
export const screensSettingsRestrictionsMessages = catalog({
  fitnessForUse: 'Fitness for use',
  fitForUseFrom: 'Fit for use from',
  eachFigureIsJudgedByTheData:
    'Each figure is judged by exactly the data that it reads; the weakest input decides. Below this it says that it is to be used with caution. A change counts at once.',
  percentFromWhichAFigureIsFit: 'Percent from which a figure is fit for use',
  notFitForUseBelow: 'Not fit for use below',
  belowItAFigureIsGrayedOut:
    'Below this a figure is grayed out and says why; so do its table, what is copied or exported of it, and reports.',
  percentBelowWhichAFigureIsNotFit: 'Percent below which a figure is not fit for use',
  theListIsSealedSaveData: 'The list is sealed: save data first, or unlock.',
  onTheList: (people: Text, importedAt: Text) => `${people} on the list${importedAt}.`,
  ofImportedAt: (importedAt: Text) => ` of ${importedAt}`,
  thereIsAListWhichIs: 'There is a list, which is sealed. No data are opened before it is unlocked.',
  theListWasChangedReplacedOr:
    'The list was changed, replaced or removed outside Populus. No data are opened until it is imported again.',
  noListHasBeenImported: 'No list has been imported.',
  theListWasRemoved: 'The list was removed',
  leftOutFromNowOn: (people: Text) => `${people} left out from now on`,
  chooseAListWithAnIdentifier: 'Choose a list with one identifier per line.',
  peopleWhoOptedOut: 'People who opted out',
  peopleOnTheListAreLeft: (value: Text) =>
    `${value} People on the list are left out before any figure, list, SQL table or export is made, and counted in the status bar. The file has one person per line: the id of the Patient resource or the record number. Open data are closed when the list changes.`,
  importAList: 'Import a list…',
  removeTheList: 'Remove the list',
  theRulesAboutRestrictedRecordsWere: 'The rules about restricted records were set',
  restrictedRecords: 'Restricted records',
  rulesApplyToEveryUserOf:
    'Rules apply to every user of this data folder before any figure, list, SQL table or export is made. Open data are closed, and the change is recorded in the audit log.',
  securityLabels: 'Security labels',
  labels: 'Labels',
  codesSuchAsR42CFRPart2Or: 'Codes such as R; 42CFRPart2, or system|code, or *',
  recordsThatHaveOneAre: 'Records that have one are',
  removeTheRuleFor: (labels: Text) => `Remove the rule for ${labels}`,
  noLabel: 'no label',
  otherLabels: 'Other labels',
  aLabelIsWhatAResource:
    'A label is what a resource has in meta.security. Codes are those of HL7 Confidentiality and ActCode; case does not matter. Where several rules fit a record, the strictest counts. Masked records keep their date and person.',
  consents: 'Consents',
  whatConsentsDo: 'What Consents do',
  aPersonWhoseConsentDeniesIs:
    'A person whose Consent denies is left out. An exception that denies leaves out the person’s records with its security labels or resource types; one that names neither leaves the person out. Where a Consent has to permit, a person without an active Consent whose base decision is permit is left out, too: everybody, if the data have no Consents. Consents about research, treatment or advance directives are ignored. While Consents count, every connection also asks for the type Consent; in files that you open, Consents have to be among the files.',
  rulesAreSealedSaveDataFirst: 'Rules are sealed: save data first, or unlock.',
  securityLabelsAndConsentsAreNot: 'Security labels and Consents are not looked at: every record is used.',
  setByYourOrganization: 'Set by your organization.',
  ofTheOpenData: (restricted: Text) => `Of the open data: ${restricted}`,
  setTheRules: 'Set the rules…',
  whatLeavesPopulus: 'What leaves Populus',
  suppressCountsOf1To: 'Suppress counts of 1 to …',
  inEverythingThatLeavesPopulusFiles: (defaultSmallCells: Text) =>
    `In everything that leaves Populus: files, copies, pictures and prints of counts and rates, also from SQL. Other values are suppressed where they would reveal a small one. CMS suppresses counts of 1 to ${defaultSmallCells}; a smaller number needs a reason, which the audit log records. Lists of people are not counts and are left as they are.`,
  largestSuppressedCount: 'Largest suppressed count',
  whyMayCountsOfToPeople: (count: Text, defaultSmallCells: Text) =>
    `Why may counts of ${count} to ${defaultSmallCells} people leave?`,
  suchAsADataUseAgreement:
    'Such as a data-use agreement that allows it. Recorded in the audit log; do not name anybody.',
  giveAReasonFirst: 'Give a reason first.',
  useWanted: (wanted: Text) => `Use ${wanted}`,
  reasonGivenSmallCellReason: (smallCellReason: Text) => `Reason given: ${smallCellReason}`,
  onThisScreen: 'On this screen',
  fullFiguresAreForYourOwn: 'Full figures are for your own eyes. Suppress them here, too, where others see the screen.',
  smallCountsOnThisScreen: 'Small counts on this screen',
  fullFigures: 'Full figures',
  suppressed: 'Suppressed',
  reasonAtEachExport: 'Reason at each export',
  filesCopiesPicturesAndPrintsLeave:
    'Files, copies, pictures and prints leave only with a reason, which the audit log records with them.',
  notAsked: 'Not asked',
  asked: 'Asked',
  publishedCounts: 'Published counts',
  everythingThatLeftWithCounts:
    'Everything that left with counts of people. What leaves next is compared with it, so that no small group can be found from the two together. A count that would reveal one is withheld.',
  nothingLeftYet: 'Nothing with counts of people has left yet.',
  theRegisterIsLocked: 'The register is locked. Unlock what is saved on this computer to see it.',
  keptUntilPopulusEnds:
    'Kept until Populus ends: there is no key yet to save it with. Save a snapshot under a passphrase to keep it.',
  theRegisterWasChanged:
    'The register was changed outside Populus, or a part of it is missing: what left before is not known in full.',
  theRegisterWasRemoved:
    'The register was removed outside Populus: the audit log knows of entries. Until an administrator acknowledges it, nothing leaves while small counts are withheld.',
  theRegisterIsShorter:
    'The register lacks its last entries: it was cut off, or an older copy was put back. Until an administrator acknowledges it, nothing leaves while small counts are withheld.',
  theRegisterIsAnotherOne:
    'The register was replaced outside Populus by another one. Until an administrator acknowledges it, nothing leaves while small counts are withheld.',
  acknowledgeEllipsis: 'Acknowledge …',
  acknowledge: 'Acknowledge',
  acknowledgeTheRegister: 'Acknowledge the register as it is?',
  whatIsLostIsComparedWithNothing:
    'What leaves next is compared with the entries that are left alone: together with what is lost, it could reveal small groups. Your account and the reason go to the audit log.',
  whyTheRegisterChanged: 'What happened to it',
  whatLeftNewestFirst: 'What left, newest first',
  date: 'Date',
  user: 'User',
  whatLeft: 'What left',
  counts: 'Counts',
  withheld: 'Withheld',
  forget: 'Forget',
  forgetTheEntry: (title: Text) => `Forget ${title}`,
  forgetEllipsis: 'Forget …',
  forgotten: 'Forgotten',
  forgottenByFor: (by: Text, day: Text, reason: Text) => `Forgotten by ${by} on ${day}: ${reason}`,
  forgetThisEntry: (title: Text) => `Forget "${title}"?`,
  nothingIsComparedWithIt:
    'Nothing is compared with it any more. Do this only where nobody has the file: together with it, later ones could reveal small groups. The entry stays in the list with your account and the reason, which go to the audit log, too.',
  whyNobodyHasIt: 'Why nobody has it',
  theLatestOfEntries: (shown: Text, all: Text) =>
    `The latest ${shown} of ${all}. The command populus published lists all of them.`
})
