import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of ui. */
export const uiMessages = catalog({
  suggestions: 'Suggestions',
  nothingWasCopiedTheClipboardIs: 'Nothing was copied: the clipboard is not allowed here. Allow it and try again.',
  giveANameFirst: 'Give a name first.',
  typeAWholeNumberFromTo: (min: Text, max: Text) => `Type a whole number from ${min} to ${max}.`,
  writeATimeOfDayFrom: 'Write a time of day from 00:00 to 23:59.',
  hhMM: 'HH:MM',
  definitionVersion: (id: Text, version: Text, provenance: Text) =>
    `Definition ${id}, version ${version}. ${provenance}.`,
  howComputed: 'How computed',
  copyAsTable: 'Copy as table',
  copiedWithItsSource: 'Copied with its source',
  pinToABoard: 'Pin to a board…',
  showTitleAs: (title: Text) => `Show ${title} as`,
  chart: 'Chart',
  table: 'Table',
  moreAboutTitle: (title: Text) => `More about ${title}`,
  thisCouldNotBeCalculated: 'This could not be calculated',
  nothingToShow: 'Nothing to show'
})
