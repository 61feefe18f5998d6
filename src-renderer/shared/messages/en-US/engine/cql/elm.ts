import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'
import { counted } from '../../../plural.ts'

/** Texts of engine/cql/elm. */
export const engineCqlElmMessages = catalog({
  aFHIRQuantityWithAComparator: 'A FHIR Quantity with a comparator cannot be taken for a number.',
  aFHIRQuantityWhoseUnitIs: 'A FHIR Quantity whose unit is not from UCUM cannot be taken for a number.',
  theEvaluationWasStoppedAfterSteps: (steps: Text) => `The evaluation was stopped after ${steps} steps.`,
  theEvaluationWasStoppedAfterSeconds: (ceil: Text) => `The evaluation was stopped after ${ceil} seconds.`,
  aListWasStoppedAtElements: (maxListLength: Text) => `A list was stopped at ${maxListLength} elements.`,
  theEvaluationWasStoppedAfterList: (elements: Text) => `The evaluation was stopped after ${elements} list elements.`,
  aTextWasStoppedAtCharacters: (maxTextLength: Text) => `A text was stopped at ${maxTextLength} characters.`,
  thisIsNoELMLibraryIt: 'This is not an ELM library: it has no identifier.',
  libraryHasTranslationErrorsTheFirst: (id: Text, errors: number, first: Text, where: Text) =>
    `Library ${id} has ${counted(errors, 'translation error', 'translation errors')}; the first: ${first}${where}`,
  isNestedTooDeeplyOrToo: 'is nested too deeply or too big.',
  theEngineFailed: (reason: Text) => `The engine failed: ${reason}`,
  theLibraryIsNotAmongThe: (id: Text) => `The library "${id}" is not among the content.`,
  libraryIncludesNothingCalled: (id: Text, localName: Text) => `Library ${id} includes nothing called "${localName}".`,
  libraryNeedsWhichIsNotAmong: (id: Text, id2: Text) => `Library ${id} needs "${id2}", which is not among the content.`,
  libraryHasNo: (id: Text, name: Text) => `Library ${id} has no "${name}".`,
  isDefinedByItself: 'is defined by itself.',
  hasNoExpressionToEvaluate: (name: Text) => `"${name}" has no expression to evaluate.`,
  callsItselfWithoutEnd: 'calls itself without end.',
  theOperationIsNotSupported: (type: Text) => `The operation "${type}" is not supported.`,
  thisExpressionIsNestedTooDeeply: 'This expression is nested too deeply.',
  lacksIts: (type: Text, key: Text) => `"${type}" lacks its ${key}.`,
  needsTwoOperands: (type: Text) => `"${type}" needs two operands.`,
  isNotAUCUMUnit: (unit: Text) => `"${unit}" is not a UCUM unit.`,
  isNoTimeZoneWriteIt: (timeZone: Text) => `"${timeZone}" is no time zone. Write it as America/New_York or UTC.`,
  fhirElement: 'FHIR element'
})
