import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'
import { counted, plural } from '../../../plural.ts'

/** Texts of engine/measures/content. */
export const engineMeasuresContentMessages = catalog({
  resourcesAreThereTwiceTheFuller: (twice: number) =>
    `${counted(twice, 'resource is', 'resources are')} there twice; the fuller one ${plural(twice, '', 'of each ')}was taken.`,
  thereIsNoFHIRMeasureNo:
    'There is no FHIR Measure, no value set and no list of codes in what you chose. Choose a measure bundle, a pack, a value set download, or a table of codes.',
  thereIsNoTestCaseIn:
    'There is no test case in this file. A case is a Bundle with a Patient and a MeasureReport of the expected counts.',
  aBundleOfTheFileHas:
    'A Bundle of the file has no Patient with an id, or no MeasureReport with the expected counts. Nothing was imported.',
  valueSet: (name: Text) => `value set "${name}"`,
  theMeasureMeasure: (measure: Text) => `the measure ${measure}`,
  theLibraryWithTheLogicOf: (library: Text) =>
    `The library ${library} with the logic of this measure is not installed.`,
  theLogicNeedsWhichIsNot: (name: Text) => `The logic needs ${name}, which is not installed.`,
  theOperationIsNotSupported: (type: Text, where: Text) => `The operation ${type} is not supported (${where}).`,
  aVersionWithoutNumber: 'a version without number',
  asksForIsInstalledAndUsed: (id: Text, library: Text, version: Text, installed: Text) =>
    `${id} asks for ${library} ${version}; ${installed} is installed and used.`,
  hasNoCodesInIt: 'has no codes in it',
  isNotInstalled: 'is not installed',
  theValueSetNothingIsFound: (name: Text, url: Text, what: Text) =>
    `The value set “${name}” (${url}) ${what}: nothing is found by it. Import it from VSAC.`,
  theValueSetHasExactlyCodes: (name: Text, codes: Text) =>
    `The value set “${name}” has exactly ${codes} codes: its publisher may have cut it off. Import it from VSAC.`,
  withoutNumber: 'without number',
  ofXMLFilesOnlyDescriptionsOf: 'Of XML files, only descriptions of CQL models are read. Import FHIR as JSON.',
  thereIsNoTableOfCodes:
    'There is no table of codes in it: a column “Code” and a column “Code System” are needed, or “NDC” and “RXCUI”.',
  libraryWasLeftOutItsLogic: (item: Text, maxJsonDepth: Text) =>
    `Library ${item} was left out: its logic is nested more than ${maxJsonDepth} levels deep.`,
  itIsNestedMoreThanLevels: (maxJsonDepth: Text) =>
    `It is nested more than ${maxJsonDepth} levels deep, which no measure content is.`,
  itIsNoJSONOrIt: 'It is not JSON, or it is cut off. Download it again.',
  codesOfConceptMapsWereLeft: (left: number) =>
    `${counted(left, 'code of concept maps was left out: it cannot be read, or means', 'codes of concept maps were left out: they cannot be read, or mean')} nothing in the other system.`,
  resourcesAreNoMeasureLibraryOr: (others: number) =>
    `${counted(others, 'resource is', 'resources are')} no measure, library or value set, and ${plural(others, 'was', 'were')} left out.`,
  rateIndex: (index: Text) => `Rate ${index}`,
  leftOutBecauseTheCodeSystem: (system: Text) => `${system} left out because the code system is not known.`,
  codeWas: 'code was',
  codesWere: 'codes were',
  leftOut11DigitsOr10: (numbers: Text) =>
    `${numbers} left out: 11 digits, or 10 with hyphens, are needed to identify the product.`,
  ndcWas: 'NDC was',
  nDCsWere: 'NDCs were',
  leftOutACodeOrA: (mapped: Text) => `${mapped} left out: a code or a code system is missing or not known.`,
  rowWas: 'row was',
  rowsWere: 'rows were',
  leftOutWithoutAnRxNormCode: (targets: Text) => `${targets} left out without an RxNorm code.`,
  insteadOf: (code: Text, is: Text, count: Text) => `${code}: ${is} instead of ${count}`,
  thisIsNoJSON: 'This is not JSON.',
  thisIsNoJSONLookAt: (line: Text) => `This is not JSON: look at line ${line}.`,
  writeABundleAListOf: 'Write a Bundle, a list of resources, or one resource.',
  resourceHasNoResourceType: (nameless: Text) => `Resource ${nameless} has no resourceType.`,
  aCaseHasExactlyOnePatient: (patients: Text) => `A case has exactly one Patient; here are ${patients}.`,
  thePatientHasNoId: 'The Patient has no id.',
  theTableDoesNotSayWhich: 'The table does not say which value set its codes belong to. Download it with its OID.',
  thereIsNoTableOfCodesIn: 'There is no table of codes in it: a column “Code”, and a column “Code System”, are needed.',
  codesWereLeftOutBecauseTheir: (withoutSystem: number) =>
    `${counted(withoutSystem, 'code was left out because its', 'codes were left out because their')} code system is not known.`,
  codesWereLeftOutBecauseNo: (withoutSet: number) =>
    `${counted(withoutSet, 'code was', 'codes were')} left out because no value set is named for ${plural(withoutSet, 'it', 'them')}.`,
  moreThanSheets: (maxSheets: Text) => `more than ${maxSheets} sheets`,
  theWorkbookHasFarMoreThan: (what: Text) =>
    `The workbook has ${what}, far more than a list of codes. Save the sheet with the codes as a workbook of its own.`,
  thisIsNoExcelWorkbookOr: 'This is not an Excel workbook, or it is damaged. Download it again.',
  aPartOfMoreThan128: 'a part of more than 128 MB',
  moreThanCells: (maxCells: Text) => `more than ${maxCells} cells`,
  moreThanRows: (maxRows: Text) => `more than ${maxRows} rows`,
  thereIsNoListHere: (name: Text) => `There is no list “${name}” here.`
})
