import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of services/sign-in. */
export const servicesSignInMessages = catalog({
  youAreSignedIn: 'You are signed in',
  theSignInDidNotWork: 'The sign-in did not work',
  signedOutTheServerHasRevoked: 'Signed out. The server has revoked its tokens.',
  signedOutHereTheServerOffers:
    'Signed out here. The server offers no way to revoke its tokens, which end by themselves.',
  signedOutHereButTheServer:
    'Signed out here, but the server did not revoke its tokens. They are deleted on this computer; ask the administrator of the server to end the session.',
  signedOutHereButTheServerCould:
    'Signed out here, but the server could not be reached, so its tokens end by themselves. They are deleted on this computer; ask its administrator to end the session.',
  nobodySignsInAtTheServer: 'Nobody has to sign in for this connection; Populus signs in automatically.',
  nobodyWasSignedIn: 'Nobody was signed in.',
  whatIsStoredOnThisComputer: 'What is stored on this computer is locked. Unlock it, then sign in.',
  thisAnswerWasUsedBeforeSo: 'This answer was used before, so it was not used again. Close this page.',
  thisAnswerBelongsToNoSign:
    'This answer belongs to no sign-in that was begun here, so it was not used. Close this page; if you meant to sign in, start again in Populus.',
  theSignInWasStoppedIn: 'The sign-in was stopped in Populus meanwhile, so nothing was stored.',
  youCanCloseThisPageAnd: 'You can close this page and go back to Populus.',
  somethingInsidePopulusFailedStartThe: 'Something inside Populus failed. Start the sign-in again.',
  nobodySignedInWithinTenMinutes: 'Nobody signed in within ten minutes, so Populus stopped waiting. Start again.',
  onlyTheDesktopProgramTakesAnswers: (schemeRedirect: Text, loopbackRedirect: Text) =>
    `Only the desktop program takes answers to ${schemeRedirect}. Choose the way back by a port of this computer in the settings of the connection, and register ${loopbackRedirect} at the server.`,
  theServerDoesNotSayWhere:
    'The server does not say where a person signs in. Choose another way to sign in, or ask its administrator for SMART App Launch.',
  theServerDoesNotTakeThe:
    'The server does not take the protection of the sign-in that SMART App Launch asks for (PKCE with S256). Nothing was sent. Tell its administrator.'
})
