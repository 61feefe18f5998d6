import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/ingest/scanner. */
export const engineIngestScannerMessages = catalog({
  aLoopOverTheFirstOf: 'a loop over the first of a list',
  isANameThatNeedsCare: (name: Text) => `“${name}” is a name that needs care`,
  isNoChoiceOfTypes: (name: Text) => `“${name}” is no choice of types`,
  theOperatorOperator: (operator: Text) => `the operator ${operator}`,
  anExpressionOfTheKind: (kind: Text) => `an expression of the kind ${kind}`,
  aPathThatGoesOnBehind: 'a path that goes on behind the first of several',
  ofTypeOfAnExpression: 'ofType of an expression',
  extensionOfAnElement: 'extension of an element',
  theFunctionName: (name: Text) => `the function ${name}`,
  aConditionOfAnotherKind: 'a condition of another kind',
  aConditionOnSomethingDeeper: 'a condition on something deeper',
  aUnionOfValues: 'a union of values',
  aPathThatEndsInObjects: 'a path that ends in objects',
  aUnionOfObjects: 'a union of objects',
  theFirstOfAUnionOf: 'the first of a union of references',
  aUnionOfDifferentElements: 'a union of different elements',
  isUsedInTwoWays: (name: Text) => `“${name}” is used in two ways`,
  anIdOfAnotherKind: 'an id of another kind',
  aKeyThatIsNoReference: 'a key that is no reference',
  aConceptOfAnotherKind: 'a concept of another kind',
  identifiesTheRelease: (element: Text) => `“${element}” identifies the release`,
  theViewHasACondition: 'the view has a condition',
  theViewRepeats: 'the view repeats',
  theViewNestsTooMuch: 'the view nests too much',
  theViewGoesThroughMoreThan: 'the view goes through more than two lists',
  aListInsideAnElementThat: 'a list inside an element that may be missing',
  theViewJoinsMoreThanOnce: 'the view joins more than once'
})
