import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/tables/saved-views. */
export const engineTablesSavedViewsMessages = catalog({
  nameFamilyGivenPrefixSuffixTelecom:
    'name family given prefix suffix telecom address line city district postalCode birthDate identifier photo contact text\n  div link',
  subscriberIdNoteDivCommentPatientInstructionConclusion:
    'subscriberId note div comment patientInstruction conclusion description valueString',
  theTextEndsTooEarlyIs: (expected: Text) => `The text ends too early: ${expected} is missing.`,
  expectedInPlaceOf: (expected: Text, json: Text) => `Expected ${expected} in place of “${json}”.`,
  thisTextDoesNotEndOn: 'This text does not end on its line, or has a backslash that means nothing.',
  moreThanBracketsInsideOneAnother: (deepest: Text) => `More than ${deepest} brackets inside one another.`,
  aValue: 'a value',
  aNameInDoubleQuotes: 'a name in double quotes',
  theNameIsHereTwice: (name: Text) => `The name “${name}” is here twice.`,
  aColonAfterTheName: 'a colon after the name',
  aCommaOr: 'a comma or “}”',
  aCommaOrInText: 'a comma or “]”',
  theEnd: 'the end',
  aColumnHoldsLists: 'a column holds lists',
  aPartOfAUnionMakes: 'a part of a union makes keys',
  itsResourcesAreNotOfFHIR: 'its resources are not of FHIR R4',
  idOfThePatient: 'Id of the patient.',
  administrativeGender: 'Administrative gender.',
  resourceTypeMetaImplicitRulesLanguageTextContained:
    'resourceType meta implicitRules language text contained url identifier version name title status experimental date\n    publisher contact description useContext copyright resource profile fhirVersion constant select where',
  aViewDefinitionIsAJSONObject: 'A ViewDefinition is a JSON object.',
  constantMustBeAListOf: '“constant” must be a list of objects.',
  isNoPartOfAViewDefinition: (key: Text) => `“${key}” is no part of a ViewDefinition here and has no effect.`,
  needsAPathAText: (owner: Text) => `${owner} needs a path: a text.`,
  theColumnNeedsAName: 'The column needs a name.',
  isNoColumnNameUseLetters: (name: Text) => `“${name}” is no column name: use letters, digits and underscores.`,
  theViewHasTwoColumns: (name: Text) => `The view has two columns “${name}”.`,
  theTypeOfAColumnIs: 'The type of a column is a text.',
  theColumn: (name: Text) => `The column “${name}”`,
  mustBeAListOfObjects: (key: Text) => `“${key}” must be a list of objects.`,
  aSelectMayNotHaveBoth: (loops: Text) => `A select may not have both ${loops}.`,
  repeatMustBeAListOf: '“repeat” must be a list of paths.',
  aRepeat: 'A repeat',
  thisIsNoViewDefinitionItsResourceType: 'This is no ViewDefinition: its “resourceType” says something else.',
  theViewDoesNotSayWhich: 'The view does not say which resource type it is about: “resource”.',
  thereIsNoResourceType: (resource: Text) => `There is no resource type “${resource}”.`,
  theNameOfAViewHas: 'The name of a view has letters, digits and underscores, and starts with a letter.',
  aWhere: 'A where',
  theViewSelectsNothingSelectNeeds: 'The view selects nothing: “select” needs at least one entry.',
  theViewGivesMoreThan20: 'The view gives more than 20 million rows. Narrow it with a “where”.',
  aViewOf: (resource: Text) => `A view of ${resource}.`
})
