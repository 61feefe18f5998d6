import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of host/arguments: what is wrong with the words of a command line, and how its help is put together. */
export const hostArgumentsMessages = catalog({
  takesAWholeNumberFromTo: (label: Text, min: Text, max: Text) =>
    `${label} takes a whole number from ${min} to ${max}.`,
  takesANumberFromTo: (label: Text, min: Text, max: Text) => `${label} takes a number from ${min} to ${max}.`,
  takesOneOf: (label: Text, words: Text) => `${label} takes one of: ${words}.`,
  writeTheDateOf: (label: Text) => `Write the date of ${label} as YYYY-MM-DD.`,
  takesASizeOf: (label: Text, min: Text) => `${label} takes a size of ${min} or more, such as 4GB or 1500MB.`,
  takesNoValue: (option: Text) => `${option} takes no value.`,
  needsAValue: (option: Text) => `${option} needs a value.`,
  isFollowedByAnOption: (option: Text, value: Text) =>
    `${option} needs a value, and ${value} looks like an option. If it is the value, write ${option}=${value}.`,
  lacks: (command: Text, placeholder: Text) => `${command} needs ${placeholder}.`,
  needs: (command: Text, options: Text) => `${command} needs ${options}.`,
  doesNotTake: (command: Text, word: Text) => `${command} does not take “${word}”.`,
  cannotBeGivenWith: (option: Text, other: Text) => `${option} cannot be given together with ${other}.`,
  goesWith: (option: Text, other: Text) => `${option} goes with ${other}.`,
  hasNoOption: (command: Text, option: Text) => `${command} has no option ${option}.`,
  hasNoOptionDidYouMean: (command: Text, option: Text, nearest: Text) =>
    `${command} has no option ${option}. Did you mean ${nearest}?`,
  thereIsNoCommand: (name: Text) => `There is no command "${name}". "populus --help" lists all commands.`,
  thereIsNoCommandDidYouMean: (name: Text, nearest: Text) =>
    `There is no command "${name}". Did you mean ${nearest}? "populus --help" lists all commands.`,
  usageOf: (command: Text, form: Text) => `Usage: ${command} ${form}`,
  options: '[options]',
  textDefault: (description: Text, value: Text) => `${description} (default: ${value})`,
  textIsTheSame: (description: Text, aliases: Text) => `${description}. ${aliases} is the same`,
  actionHelpExplainsEachAction: (group: Text) => `"${group} ACTION --help" explains each action.`,
  sayWhatToDo: (group: Text, actions: Text) => `Say what to do with ${group}: ${actions}.`,
  populusHelpTellsMore: (message: Text, command: Text) => `${message}\n"${command} --help" explains more.`
})
