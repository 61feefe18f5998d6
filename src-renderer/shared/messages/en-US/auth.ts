import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'
import { counted } from '../plural.ts'

/** Texts of auth. */
export const authMessages = catalog({
  theServerDoesNotSayWhere: 'The server does not say where to sign in. Enter the address of its token service by hand.',
  theSignInWasDeniedAt: 'The sign-in was denied at the server, or nobody there agreed to it.',
  theServerRefusedThePermissionsThat:
    'The server refused the permissions that were requested. Ask its administrator for them.',
  thisClientMayNotSignPeople: 'This client may not sign people in. Its registration at the server has to allow it.',
  theServerFoundTheRequestWrong:
    'The server found the request wrong. Check the client ID and the redirect address in its registration.',
  theSignInServiceOfThe: 'The sign-in service of the server failed. Try again later.',
  theSignInServiceOfTheServer: 'The sign-in service of the server is busy. Try again later.',
  theAnswerToTheSignIn: 'The answer to the sign-in has a part twice, so it was not used.',
  theAnswerDoesNotBelongTo:
    'The answer does not belong to this sign-in, so it was not used. If it was not you, close the page; else start again.',
  theAnswerCameFromAnotherSign:
    'The answer came from another sign-in service than the one that was asked, so it was not used and nothing was sent there. Check the address of the server with its administrator.',
  theServerRefusedTheSignIn: 'The server refused the sign-in.',
  theAnswerToTheSignInHolds: 'The answer to the sign-in contains no code. Start the sign-in again.',
  theServerRefersToAnAddress: (host: Text) =>
    `The server refers to an address on this computer or its local link (${host}). It was not asked.`,
  theServerSendsEveryRequestOn: 'The server sends every request on to another address.',
  theServerRefersToWhichIs: (origin: Text) =>
    `The server refers to ${origin}, which is on another site. The access token was not sent there. If the address belongs to the server, add it to the trusted addresses of the connection; on the command line use --trust-origin ${origin}.`,
  theseCredentialsNeedNoSignIn: 'These credentials need no sign-in.',
  theServerDidNotSayWho:
    'The server did not say who signed in, although it promises to. Nothing was stored. Tell its administrator.',
  anotherPersonSignedInToThis:
    'Another person signed in to this server meanwhile. What was fetched is safe. Start the export again.',
  nobodyIsSignedInToThis:
    'Nobody is signed in to this server, or the sign-in is over. What was fetched is safe. Sign in on the screen of the connection; then the export can go on.',
  itBelongsToAnotherSignIn: 'it belongs to another sign-in',
  itIsForAnotherClient: 'it is for another client',
  theKeysOfTheServerCannot: 'the keys of the server cannot be read',
  itHasExpiredCheckTheClock: 'it has expired; check the clock of this computer',
  itIsForAnotherClientOr: 'it is for another client or from another server',
  itsClaimIsMissingOrWrong: (claim: Text) => `its claim "${claim}" is missing or wrong`,
  itsSignatureCannotBeCheckedWith: 'its signature cannot be checked with the keys of the server',
  theServersStatementOfWhoSigned: (why: Text) =>
    `The server's statement of who signed in cannot be trusted: ${why}. Nothing was stored. Tell the administrator of the server.`,
  theAddressOfTheServerIs: 'The address of the server is not a web address. It begins with https://.',
  theAddressHoldsAUserName:
    'The address holds a user name or a password. Leave them out: they would be stored and logged in the clear.',
  onlyHttpsAddressesAreUsedSo:
    'Only https:// addresses are used, so that nobody on the way can read health data. Plain http:// is for a server on this computer: allow it in the settings of the connection, or on the command line with --allow-http-loopback.',
  theServerSays: 'The server says: ',
  thereIsNoUsablePrivateKey:
    'There is no usable private key in this file. Populus takes RSA keys of 2048 bits or more and EC keys on P-384 or P-256, as PEM, JWK or JWKS.',
  theServerNamesASignIn: (origin: Text) =>
    `The server names a sign-in service on another site, ${origin}. Nothing was sent there. If your administrator knows this address, confirm it for the connection; on the command line use --trust-origin ${origin}.`,
  theServerDoesNotAcceptThis:
    'The server does not accept this client. Check the client id, that the public key is registered or hosted with the same kid, and that this computer shows the right time.',
  theServerRefusedThePermissionsThatWere:
    'The server refused the permissions that were requested. Ask its administrator for them, or export fewer types.',
  thisClientMayNotSignIn:
    'This client may not sign in this way. Its registration has to allow it: backend services, or a person with an authorization code.',
  theServerRefusedTheRequestA:
    'The server refused the request: a code or a signature was used before, has expired, or is not for this client. Sign in again, and check the client ID, the key and the address of the token service.',
  theServerFoundTheRequestFor:
    'The server found the request for a token incomplete or wrong. Check the client ID and the way to sign in.',
  theServerDoesNotOfferThis: 'The server does not offer this way to sign in for this client.',
  theClockOfThisComputerIs: (round: number, hasSkew: boolean) =>
    ` The clock of this computer is ${counted(round, 'second', 'seconds')} ${hasSkew ? 'ahead of' : 'behind'} the server's.`,
  theAddressIsNoTokenService:
    'What answers at the address of the token service is no token service. Check this address, under the sign-in of the connection, and ask the administrator of the server for it.',
  andDidNotSayWhy: ' and did not say why',
  theServerRefusedTheSignInCheck: (why: Text) =>
    `The server refused the sign-in${why}. Check the client ID and its registration.`,
  theSignInServiceOfTheServerDoes: 'The sign-in service of the server does not work at the moment.'
})
