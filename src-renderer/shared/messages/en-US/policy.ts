import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of policy. */
export const policyMessages = catalog({
  thePropertyListCannotBeRead: 'The property list cannot be read',
  isNoDictionary: (recommendedKey: Text) => `${recommendedKey} is no dictionary`,
  anyConnectionToAnotherComputer: 'any connection to another computer',
  connectionsToHost: (host: Text) => `connections to ${host}`,
  connectionsToWithoutTLS: (host: Text) => `connections to ${host} without TLS`,
  connectionsWithoutAProxyAndNames: (policy: Text) => `connections without a proxy, and ${policy} names none`,
  builtInValue: 'built-in value',
  thereIsNoTouchIDOn:
    'There is no Touch ID on this kind of computer, and the policies allow no passphrase. Stored data cannot be opened in the window, except with a recovery key. Allow passphrases, or do not set RequireAppLock here.',
  thePolicyAsksForAProxy: (policy: Text) =>
    `The policy asks for a proxy, and ${policy} names none. Nothing is sent until ${policy} is set as well.`,
  theConnectionNamesAVendorThat: (id: Text, vendors: Text) =>
    `The connection ${id} names a vendor that this version of Populus does not know. Known are: ${vendors}.`,
  thereIsNoVendorProfileIts: (vendor: Text) => `There is no vendor profile ${vendor}. Its changes have no effect.`,
  theConnectionNeedsTheHostWhich: (id: Text, host: Text) =>
    `The connection ${id} needs the host ${host}, which AllowedFhirHosts does not list.`,
  theFolderCannotBeRead: (code: Text) => `The folder cannot be read (${code})`,
  otherAccountsThanTheOwnerMay: 'Other accounts than the owner may write the file',
  theFileIsNoJSONObject: 'The file is not a JSON object',
  theFileIsNotValidJSON: 'The file is not valid JSON',
  theFileCannotBeRead: (error: Text) => `The file cannot be read (${error})`,
  theKeyOfTheRegistryCannot: 'The key of the registry cannot be read'
})
