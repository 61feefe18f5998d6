// "populus" on the path of the computer, as a part of the MSI: Windows Installer removes it with the program.

const command = /(<File [^>]*Name="populus\.cmd"[^>]*\/>)/
const variable =
  '<Environment Id="CommandPath" Name="PATH" Value="[APPLICATIONFOLDER]" Part="last" Action="set" Permanent="no" System="yes"/>'

/**
 * Adds the folder of the program to the path, in the component of the command.
 * @param {string} project a WiX project as electron-builder writes it
 */
export function withCommandPath(project) {
  if (!command.test(project)) throw new Error('The MSI has no populus.cmd, so nothing can be put on the path.')
  return project.replace(command, `$1${variable}`)
}
