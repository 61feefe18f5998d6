import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of services/updates. */
export const servicesUpdatesMessages = catalog({
  noFeedIsSet:
    'No update feed is set. Your organization sets one with the policies UpdateFeed and UpdateKeys; otherwise new versions are distributed as other software is.',
  filesOfAnotherComputer: 'files of another computer',
  thereIsNoFeed:
    'There is no update feed at the place that the policy UpdateFeed names. Check the policy, or ask whoever maintains the feed.',
  theFeedIsTooLong: 'The update feed or its signature is too long to be one. It was not used.',
  nobodySignedTheFeed: 'The update feed has no signature next to it, so its origin is unknown. It was not used.',
  anUnknownKeySignedTheFeed: (key: Text) =>
    `The update feed is signed by a key that is not in the policy UpdateKeys: ${key}. It was not used.`,
  theFeedCannotBeRead: 'The update feed is signed, but this version of Populus cannot read its format.',
  theFeedHasExpired: (day: Text) =>
    `The update feed expired on ${day}. It may be an old copy: ask whoever maintains it for a new one, and check the clock of this computer.`,
  theFeedIsOfTheFuture: (day: Text) =>
    `The update feed is of ${day}, which lies in the future. Check the clock of this computer.`,
  theFeedIsOlderThanOneSeen: (day: Text) =>
    `The update feed of ${day} is older than one that was seen before. Somebody may have put an old copy in its place, so it was not used.`,
  theFeedOffersAnOlderVersion: (version: Text, installed: Text) =>
    `The update feed offers version ${version}, which is older than ${installed} on this computer. Populus does not go back to older versions.`,
  theFeedHasNoPackageFor: (platform: Text, arch: Text, version: Text) =>
    `The update feed has version ${version}, and no package of it for this computer (${platform}, ${arch}).`,
  theFeedLeadsElsewhere: (host: Text) =>
    `The server ${host} of the feed leads to another address. Populus follows none: the policy UpdateFeed has to name the place itself.`,
  theServerOfTheFeedAnswered: (host: Text, status: number) =>
    `The server ${host} of the feed answered with status ${status}. Try again later.`,
  theFileOfTheFeedCannotBeRead:
    'A file of the update feed cannot be read. Check whether the folder can be reached and who may read it.',
  thePackageIsNotThere: (name: Text) => `The package ${name} is not next to the feed. Ask whoever maintains the feed.`,
  versionIsInstalledAlready: (version: Text) => `Version ${version} is installed already; nothing newer is offered.`,
  noPackageHasTheName: (names: Text) =>
    `The feed has no package of this name for this computer. It has: ${names === '' ? 'none' : names}.`,
  noFeedWasSeenYet: 'No update feed has been checked yet. Check for updates first.'
})
