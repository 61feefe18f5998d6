import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/cql/translate. */
export const engineCqlTranslateMessages = catalog({
  detailOfLibrary: (detail: Text, library: Text) => `${detail} of ${library}`,
  libraryCarriesItsELMAsXML: (name: Text) => `Library ${name} carries its ELM as XML only. Import it with ELM as JSON.`,
  libraryNamesAPlaceWhereIts: (name: Text) =>
    `Library ${name} names a place where its logic is, and does not carry it.`,
  libraryCarriesNeitherELMNorCQL: (name: Text) =>
    `Library ${name} carries neither ELM nor CQL text that can be translated.`,
  thisTextIsLongerThanA: 'This text is longer than a million characters. Divide it into libraries.',
  bracketsAreNestedMoreThanLevels: (maxTextDepth: Text) =>
    `Brackets are nested more than ${maxTextDepth} levels deep. Give parts of the expression names of their own.`,
  thisTextIsWrittenForCQL: (asked: Text, version: Text) =>
    `This text is written for ${asked}. CQL text can be translated for FHIR ${version}; import other logic as ELM.`,
  thisTextIsWrittenForThe: (asked: Text, file: Text) =>
    `This text is written for the model ${asked}, which Populus does not include. Import its ELM, which measure bundles carry along with the text, or add the description of the model (${file}) to the files that you import.`,
  thisTextIsNestedTooDeeply:
    'This text is nested too deeply or has too long a chain of operators. Give parts of the expression names of their own.',
  thisTextCannotBeReadAs:
    'This text cannot be read as CQL. It may be empty, or end in the middle of a comment or a quoted text.',
  itCannotBeTranslated: 'It cannot be translated.'
})
