import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of host/network. */
export const hostNetworkMessages = catalog({
  populusCLIENTCERTAndPOPULUSCLIENT:
    'POPULUS_CLIENT_CERT and POPULUS_CLIENT_KEY belong together. Set both, or neither.',
  theClientCertificateCannotBeUsed:
    'The client certificate cannot be used. Check that POPULUS_CLIENT_CERT and POPULUS_CLIENT_KEY name PEM files that belong together, and the passphrase of the key.',
  itHasExpired: 'it has expired',
  itHasExpiredOrIsNot: 'it has expired or is not valid yet',
  itIsNotValidYetCheck: 'it is not valid yet; check the clock of this computer',
  itIsSelfSigned: 'it is self-signed',
  itsIssuerIsNotAmongThe: 'its issuer is not among the authorities that this computer trusts',
  itsIssuerIsNotKnownOr: 'its issuer is not known, or the server does not send the certificates in between',
  itsIssuerIsNotKnown: 'its issuer is not known',
  itWasIssuedForAnotherHost: 'it was issued for another host name',
  itWasRevoked: 'it was revoked',
  itsSignatureIsTooWeak: 'its signature is too weak',
  itIsNotValid: 'it is not valid',
  refusesConnections: 'refuses connections',
  hasNoAddressDNSDoesNot: 'has no address: DNS does not know the name',
  hasNoAddressTheDNSServer: 'has no address: the DNS server does not answer',
  didNotAnswerInTime: 'did not answer in time',
  cannotBeReachedFromThisNetwork: 'cannot be reached from this network',
  cannotBeReachedThisComputerIs: 'cannot be reached: this computer is offline',
  wasCutOffBecauseTheNetwork: 'was cut off because the network changed',
  closedTheConnection: 'closed the connection',
  closedTheConnectionWithoutAnAnswer: 'closed the connection without an answer',
  doesNotOfferTLS12: 'does not offer TLS 1.2 or later',
  asksForAClientCertificate: 'asks for a client certificate',
  doesNotSpeakHTTP: 'does not speak HTTP',
  cannotBeReached: 'cannot be reached',
  asksForASignInThat: 'asks for a sign-in that is not supported',
  asksForAUserNameAnd: 'asks for a user name and a password',
  refusedTheConnection: 'refused the connection',
  showsACertificateThatIsNot: 'shows a certificate that is not trusted',
  checkTheAddressAndTheNetwork: (what: Text) => `${what} Check the address and the network, and try again.`,
  theConnectionToFailedOrWas: (host: Text) => `The connection to ${host} failed or was cut.`,
  theProxy: (proxy: Text, ofProxy: Text, known: Text) => `The proxy ${proxy} ${ofProxy}${known}.`,
  ofThisComputer: 'of this computer',
  issuedBy: (issuer: Text) => ` (issued by "${issuer}")`,
  theCertificateOfIsNotTrusted: (host: Text, by: Text, certificate: Text, known: Text) =>
    `The certificate of ${host}${by} is not trusted: ${certificate}${known}.`,
  doesNotSpeakTLSAtThis: (host: Text, known: Text) =>
    `${host} does not speak TLS at this port${known}: the address may be meant for http, or for another port.`,
  doesNotSpeakPlainHTTPAt: (host: Text, known: Text) =>
    `${host} does not speak plain HTTP at this port${known}: the address may be meant for https.`,
  doesNotSpeakHTTPAtThis: (host: Text, known: Text) => `${host} does not speak HTTP at this port${known}.`,
  failedToAnswerOrTheConnection: 'failed to answer, or the connection was cut',
  asksForAUserNameAndA: 'asks for a user name and a password (HTTP 407)',
  theUserNameOrPasswordIn: (name: Text) =>
    `The user name or password in ${name} cannot be read. Write special characters as %XX there.`
})
