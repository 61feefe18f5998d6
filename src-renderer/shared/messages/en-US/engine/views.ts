import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of engine/views. */
export const engineViewsMessages = catalog({
  theViewIsNotValidAt: (place: Text, what: Text) => `The view is not valid at ${place}: ${what}.`,
  aListInSquareBracketsIs: 'a list in square brackets is expected',
  aTextInQuotesIsExpected: 'a text in quotes is expected',
  itIsLongerThanCharacters: (maxPathLength: Text) => `it is longer than ${maxPathLength} characters`,
  anObjectInBracesIsExpected: 'an object in braces is expected',
  aViewDefinitionMustBeA: 'A view definition must be a JSON object.',
  theViewDoesNotSayWhich: 'The view does not say which resource type it is about: “resource” is missing.',
  fhirHasNoResourceType: 'FHIR has no such resource type',
  thereAreMoreThanSelects: (maxSelects: Text) => `there are more than ${maxSelects} selects`,
  selectsAreNestedMoreThanDeep: (deepest: Text) => `selects are nested more than ${deepest} deep`,
  thereAreMoreThanColumns: (maxColumns: Text) => `there are more than ${maxColumns} columns`,
  thereIsNoType: (type: Text) => `There is no type “${type}”`,
  theViewDefinesNoConstant: (name: Text) => `The view defines no constant “%${name}”`,
  needsAPath: (owner: Text) => `${owner} needs a path.`,
  hasAPathThatIsNot: (owner: Text, message: Text) => `${owner} has a path that is not valid. ${message}`,
  allPartsOfAUnionAllNeed: (first: Text, columns: Text) =>
    `All parts of a unionAll need the same columns in the same order: “${first}” and “${columns}” differ.`,
  aSelectMayNotHaveBoth: (iteration: Text) => `A select may not have both ${iteration}.`,
  aRepeat: 'A repeat',
  aForEachOrNull: 'A forEachOrNull',
  aForEach: 'A forEach',
  theColumn: (name: Text) => `The column “${name}”`,
  theViewSelectsNothingSelectIs: 'The view selects nothing: “select” is missing.',
  aWhere: 'A where',
  ofTheViewMustBeA: (name: Text) => `“${name}” of the view must be a list.`,
  isNoColumnNameUseLetters: (name: Text) => `“${name}” is no column name: use letters, digits and underscores.`,
  theViewHasTwoColumns: (name: Text) => `The view has two columns “${name}”.`,
  oneResourceGivesMoreThanRows: (max: Text) =>
    `One resource gives more than ${max} rows. Select less for each resource.`,
  theTextThatStartsWithDoes: (path: Text) => `The text that starts with ${path} does not end`,
  needsFourHexadecimalDigitsInThe: (escape: Text) => `“${escape}” needs four hexadecimal digits in the text`,
  thePathHasMoreThanCharacters: (maxLength: Text) => `The path has more than ${maxLength} characters,`,
  theEnd: 'the end',
  expectedFound: (expected: Text, found: Text) => `Expected ${expected}, found ${found}`,
  aTypeName: 'a type name',
  theNameOfAnElementOr: 'the name of an element or function',
  aPath: 'a path',
  moreThanBracketsInsideOneAnother: (maxDepth: Text) => `More than ${maxDepth} brackets inside one another`,
  anOperatorOrTheEnd: 'an operator or the end',
  atPositionOfThePath: (problem: Text, position: Text, line: Text, indent: Text) =>
    `${problem} at position ${position} of the path:\n  ${line}\n  ${indent}^`,
  thereIsNoFunction: (name: Text) => `There is no function “${name}”`,
  takesArgumentsAndHas: (name: Text, [min, max]: readonly [number, number], args: Text) =>
    `“${name}” takes ${min === max ? '' : `${min} to `}${counted(max, 'argument', 'arguments')} and has ${args}`,
  expectedTheNameOfAFHIR: 'Expected the name of a FHIR type',
  theViewHasAConstantWithout: (name: Text) => `The view has a constant without a valid name: “${name}”.`,
  theConstantNeedsExactlyOneValue: (name: Text) =>
    `The constant “${name}” needs exactly one value, such as valueString.`,
  theViewDefinesTheConstantTwice: (name: Text) => `The view defines the constant “${name}” twice.`,
  unexpectedCharacter: (character: Text) => `Unexpected “${character}”`
})
