import { cliDeclarationsServersMessages as m } from '#messages/cli/declarations/servers.ts'
import { AppError } from '#shared/app-error.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, listOption, requiredOption, valueOption } from '../../host/arguments/options.ts'
import {
  fileValue,
  folderValue,
  namesValue,
  parsedValue,
  textValue,
  wordValue
} from '../../host/arguments/value-kinds.ts'
import { jsonOption, passphraseOptions } from './shared-options.ts'

/** Server address, as it was written. */
const urlValue = textValue('URL', 'https://fhir.example.org/r4')

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** An instant with its zone, as it was written. */
const instantValue = parsedValue('INSTANT', '2026-10-31T00:00:00Z', (text, label) => {
  if (instant.test(text)) return text
  throw new AppError('invalid-input', m.writeTheTimeOfWithIts(label))
})

const names = namesValue('A,B', 'Patient,Condition')

/** Names of resource types. */
const typesValue = parsedValue('A,B', 'Patient,Condition', (text, label) => {
  const types = names.read(text, label)
  if (types.every((type) => /^[A-Z][A-Za-z]{1,63}$/.test(type))) return types
  throw new AppError('invalid-input', m.takesNamesOfFHIRResource(label))
})

/** What `populus export` takes. */
export const exportDeclaration = declareCommand({
  name: 'populus export',
  about: m.runsOneBulkExportTo,
  positionals: {},
  options: {
    'base-url': requiredOption(urlValue, m.fhirBaseOfTheServer),
    level: requiredOption(wordValue(['patient', 'system', 'group'], 'LEVEL'), m.patientSystemOrGroupA),
    group: valueOption(textValue('ID', 'all'), m.idOfTheGroup),
    out: requiredOption(folderValue(), m.aNewFolderOrThe),
    ...passphraseOptions,
    incremental: flagOption(m.fetchWhatChangedSinceThe),
    plain: flagOption(m.writeNDJSONInTheClear),
    type: listOption(typesValue, m.resourceTypesDefaultAllThat),
    since: valueOption(instantValue, m.onlyWhatChangedSinceThen),
    until: valueOption(instantValue, m.onlyWhatChangedUntilThen),
    refresh: valueOption(folderValue(), m.withPlainEarlierExportTo),
    'type-filter': listOption(
      textValue('QUERY', 'Observation?category=laboratory'),
      m.forExampleObservationCategoryLaboratory
    ),
    elements: valueOption(names, m.onlyTheseElements),
    include: listOption(textValue('KIND', 'LatestProvenanceResources'), m.includeassociateddata),
    'by-patient': flagOption(m.organizeoutputbyPatient),
    lenient: flagOption(m.askTheServerToIgnore),
    vendor: valueOption(textValue('PROFILE', 'epic'), m.vendorProfileDefaultByWhat),
    crawl: flagOption(m.readByPagingInPlace),
    'client-id': valueOption(textValue('ID', 'app'), m.clientRegisteredWithTheServer),
    key: valueOption(fileValue(), m.privateKeyToSignIn),
    kid: valueOption(textValue('KID', 'key-1'), m.whichOfSeveralKeysOf),
    auth: valueOption(
      wordValue(['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'bearer', 'none'], 'METHOD'),
      m.howToSignInPrivate
    ),
    'secret-file': valueOption(fileValue(), m.fileThatOnlyThisAccount),
    'token-url': valueOption(urlValue, m.tokenServiceDefaultAsThe),
    'trust-origin': listOption(urlValue, m.furtherOriginThatMayReceive),
    scope: valueOption(textValue('SCOPES', 'system/*.read'), m.permissionsToAskForDefault),
    'allow-http-loopback': flagOption(m.allowHttpToAServer),
    json: jsonOption
  },
  notes: m.exitCodes0EverythingArrived
})
