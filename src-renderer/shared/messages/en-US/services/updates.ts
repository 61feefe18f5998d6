import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of services/updates. */
export const servicesUpdatesMessages = catalog({
  noFeedIsSet:
    'No feed of updates is set. Your organization sets one with the policies UpdateFeed and UpdateKeys; otherwise new versions are distributed as other software is.',
  filesOfAnotherComputer: 'files of another computer',
  thereIsNoFeed:
    'There is no feed of updates at the place that the policy UpdateFeed names. Check the policy, or ask whoever maintains the feed.',
  theFeedIsTooLong: 'The feed of updates or its signature is longer than any can be. Nothing was used of it.',
  nobodySignedTheFeed:
    'The feed of updates has no signature next to it, so nobody can know whose it is. Nothing was used of it.',
  anUnknownKeySignedTheFeed: (key: Text) =>
    `The feed of updates is signed by a key that is not in the policy UpdateKeys: ${key}. Nothing was used of it.`,
  theFeedCannotBeRead: 'The feed of updates is signed, and not in the form that this version of Populus reads.',
  theFeedHasExpired: (day: Text) =>
    `The feed of updates held until ${day} only. It may be an old copy: ask whoever maintains it for a new one, and check the clock of this computer.`,
  theFeedIsOfTheFuture: (day: Text) =>
    `The feed of updates is of ${day}, which lies in the future. Check the clock of this computer.`,
  theFeedIsOlderThanOneSeen: (day: Text) =>
    `The feed of updates of ${day} is older than one that was seen before. Somebody may have put an old copy in its place, so nothing was used of it.`,
  theFeedOffersAnOlderVersion: (version: Text, installed: Text) =>
    `The feed of updates offers version ${version}, which is older than ${installed} on this computer. Populus does not go back to older versions.`,
  theFeedHasNoPackageFor: (platform: Text, arch: Text, version: Text) =>
    `The feed of updates has version ${version}, and no package of it for this computer (${platform}, ${arch}).`,
  theFeedLeadsElsewhere: (host: Text) =>
    `The server ${host} of the feed leads to another address. Populus follows none: the policy UpdateFeed has to name the place itself.`,
  theServerOfTheFeedAnswered: (host: Text, status: number) =>
    `The server ${host} of the feed answered with status ${status}. Try again later.`,
  theFileOfTheFeedCannotBeRead:
    'A file of the feed of updates cannot be read. Check whether the folder can be reached and who may read it.',
  thePackageIsNotThere: (name: Text) => `The package ${name} is not next to the feed. Ask whoever maintains the feed.`,
  theNewestVersionRuns: (version: Text) => `Version ${version} runs already; nothing newer is offered.`,
  noPackageHasTheName: (names: Text) =>
    `The feed has no package of this name for this computer. It has: ${names === '' ? 'none' : names}.`,
  noFeedWasSeenYet: 'No feed of updates was seen yet. Look for an update first.'
})
