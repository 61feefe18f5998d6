/** Adds the folder of the program to the path, in the component of the command. @param project a WiX project */
export function withCommandPath(project: string): string
